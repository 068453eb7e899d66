import type { Kysely } from 'kysely'

/** Until when no password is tried, because a restored store does not know what the directories have counted (ms). */
export const addTriesFrom = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema.alterTable('deployment').addColumn('tries_from', 'bigint').execute()
}
