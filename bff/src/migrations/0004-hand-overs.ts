import type { ColumnDataType, Kysely } from 'kysely'

const text = 'text' satisfies ColumnDataType
const time = 'bigint' satisfies ColumnDataType

/** Enrollments on their way to another device, and the devices that look on afterwards. */
export const addHandOvers = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema
    .createTable('hand_over')
    .addColumn('enrollment_id', text, (column) => column.primaryKey())
    .addColumn('account_id', text, (column) => column.notNull())
    // Gone as soon as it is used.
    .addColumn('code_digest', text, (column) => column.unique())
    .addColumn('taker_digest', text, (column) => column.unique())
    .addColumn('number', text)
    .addColumn('seen', text)
    .addColumn('expires_at', time, (column) => column.notNull())
    .execute()
  await schema
    .createTable('watcher')
    .addColumn('cookie_digest', text, (column) => column.primaryKey())
    .addColumn('account_id', text, (column) => column.notNull())
    .addColumn('enrollment_id', text, (column) => column.notNull())
    .addColumn('seen', text, (column) => column.notNull())
    .addColumn('since', time, (column) => column.notNull())
    .execute()
  await schema.createIndex('hand_over_by_expires_at').on('hand_over').column('expires_at').execute()
  await schema.createIndex('watcher_by_since').on('watcher').column('since').execute()
}
