import { type ColumnDataType, type Kysely, sql } from 'kysely'

const text = 'text' satisfies ColumnDataType
const integer = 'integer' satisfies ColumnDataType
// 64 bits on PostgreSQL; SQLite's integers are that anyway.
const time = 'bigint' satisfies ColumnDataType

const indexes = [
  ['enrollment', ['previous_cookie_digest']],
  ['enrollment', ['account_id', 'user_key']],
  ['enrollment', ['account_id', 'started_at']],
  ['enrollment', ['reference']],
  ['enrollment', ['ends_at']],
  ['one_time_code', ['enrollment_id']],
  ['one_time_code', ['expires_at']],
  ['outbox', ['delivery', 'due_at']],
  ['outbox', ['code_id']],
  ['device', ['account_id', 'subject_key']],
  ['used_token', ['expires_at']],
  ['rate_limit', ['arrival_at']],
  ['audit', ['account_id', 'at']],
  ['audit', ['enrollment_id']],
  ['audit', ['at']],
] as const

/** `rowId`: the engine's own name for a number that counts the rows. */
export const createTables = async (db: Kysely<unknown>, rowId: 'bigserial' | 'integer'): Promise<void> => {
  const { schema } = db
  await schema
    .createTable('account')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('settings', text, (column) => column.notNull())
    .addColumn('version', integer, (column) => column.notNull())
    .addColumn('applied_at', time, (column) => column.notNull())
    .execute()
  await schema
    .createTable('enrollment_request')
    .addColumn('account_id', text, (column) => column.notNull().references('account.id'))
    .addColumn('id', text, (column) => column.notNull())
    .addColumn('username', text)
    .addColumn('domain', text)
    .addColumn('platform', text)
    .addColumn('created_at', time, (column) => column.notNull())
    .addColumn('expires_at', time, (column) => column.notNull())
    .addPrimaryKeyConstraint('enrollment_request_key', ['account_id', 'id'])
    .execute()
  await schema
    .createTable('enrollment')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('account_id', text, (column) => column.notNull())
    .addColumn('reference', text, (column) => column.notNull())
    .addColumn('body', text, (column) => column.notNull())
    .addColumn('version', integer, (column) => column.notNull())
    .addColumn('rotation', integer, (column) => column.notNull())
    .addColumn('cookie_digest', text, (column) => column.unique())
    .addColumn('previous_cookie_digest', text)
    .addColumn('previous_cookie_until', time)
    .addColumn('proven', integer, (column) => column.notNull())
    .addColumn('user_key', text)
    .addColumn('code_id', text)
    .addColumn('started_at', time, (column) => column.notNull())
    .addColumn('active_at', time, (column) => column.notNull())
    .addColumn('ends_at', time, (column) => column.notNull())
    .addColumn('extensions', integer, (column) => column.notNull())
    .addColumn('closed_at', time)
    .execute()
  await schema
    .createTable('one_time_code')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('account_id', text, (column) => column.notNull())
    .addColumn('enrollment_id', text, (column) => column.notNull())
    .addColumn('digest', text, (column) => column.notNull())
    .addColumn('issued_at', time, (column) => column.notNull())
    .addColumn('expires_at', time, (column) => column.notNull())
    .addColumn('tries', integer, (column) => column.notNull())
    .addColumn('tries_allowed', integer, (column) => column.notNull().check(sql`tries <= tries_allowed`))
    .addColumn('used_at', time)
    .execute()
  await schema
    .createTable('outbox')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('account_id', text, (column) => column.notNull())
    .addColumn('enrollment_id', text, (column) => column.notNull())
    .addColumn('code_id', text)
    .addColumn('sealed', text, (column) => column.notNull())
    .addColumn('delivery', text, (column) => column.notNull())
    .addColumn('attempt', integer, (column) => column.notNull())
    .addColumn('due_at', time, (column) => column.notNull())
    .addColumn('useful_until', time, (column) => column.notNull())
    .addColumn('reason', text)
    .execute()
  await schema
    .createTable('device')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('account_id', text, (column) => column.notNull())
    .addColumn('enrollment_id', text, (column) => column.notNull())
    .addColumn('request_id', text)
    .addColumn('platform', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('ownership', text)
    .addColumn('terms_version', text)
    .addColumn('username', text, (column) => column.notNull())
    .addColumn('domain', text, (column) => column.notNull())
    .addColumn('subject_key', text, (column) => column.notNull())
    .addColumn('factors_counted', integer, (column) => column.notNull())
    .addColumn('proven', text, (column) => column.notNull())
    .addColumn('idempotency_key', text, (column) => column.notNull())
    .addColumn('body_digest', text, (column) => column.notNull())
    .addColumn('registered_at', time, (column) => column.notNull())
    // One device an enrollment (STANDARD 8.2), and one an enrollment request.
    .addUniqueConstraint('device_of_enrollment', ['account_id', 'enrollment_id'])
    .addUniqueConstraint('device_of_request', ['account_id', 'request_id'])
    .execute()
  await schema
    .createTable('used_token')
    .addColumn('account_id', text, (column) => column.notNull())
    .addColumn('id', text, (column) => column.notNull())
    .addColumn('expires_at', time, (column) => column.notNull())
    .addPrimaryKeyConstraint('used_token_key', ['account_id', 'id'])
    .execute()
  await schema
    .createTable('rate_limit')
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('key', text, (column) => column.notNull())
    .addColumn('arrival_at', time, (column) => column.notNull())
    .addColumn('interval_ms', time, (column) => column.notNull())
    .addColumn('per_ms', time, (column) => column.notNull())
    .addPrimaryKeyConstraint('rate_limit_key', ['name', 'key'])
    .execute()
  await schema
    .createTable('attempt_budget')
    .addColumn('key', text, (column) => column.primaryKey())
    .addColumn('used', integer, (column) => column.notNull())
    .addColumn('ends_at', time, (column) => column.notNull())
    .execute()
  await schema
    .createTable('audit')
    .addColumn('id', rowId, (column) => column.primaryKey())
    .addColumn('at', time, (column) => column.notNull())
    .addColumn('account_id', text, (column) => column.notNull())
    .addColumn('enrollment_id', text)
    .addColumn('type', text, (column) => column.notNull())
    .addColumn('data', text, (column) => column.notNull())
    .addColumn('sealed_at', time)
    .addColumn('previous_hash', text)
    .addColumn('hash', text)
    .execute()
  await schema
    .createTable('readiness')
    .addColumn('id', integer, (column) => column.primaryKey())
    .addColumn('at', time, (column) => column.notNull())
    .execute()
  await schema
    .createTable('deployment')
    .addColumn('id', integer, (column) => column.primaryKey())
    .addColumn('profile', text, (column) => column.notNull())
    .execute()
  for (const [table, columns] of indexes)
    await schema
      .createIndex(`${table}_by_${columns.join('_and_')}`)
      .on(table)
      .columns([...columns])
      .execute()
}
