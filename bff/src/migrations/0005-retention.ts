import type { Kysely } from 'kysely'

/** What retention asks of each table; without these it would read all of it each time. */
export const indexRetention = async ({ schema }: Kysely<unknown>): Promise<void> => {
  for (const [table, column] of [
    ['attempt_budget', 'ends_at'],
    ['outbox', 'useful_until'],
    ['enrollment_request', 'expires_at'],
  ] as const)
    await schema.createIndex(`${table}_by_${column}`).on(table).column(column).execute()
}
