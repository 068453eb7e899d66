import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'

const step = 100_000
/** What retention keeps, ms. */
const days = 20 * 86_400_000

/**
 * Rows that years of enrollments leave: ended enrollments with their device, five audit lines each. Their ids are
 * as scattered as a portal's own, so that new rows fall between old ones in each index.
 */
const statements = (from: string, now: number, at: string): readonly string[] => [
  `insert into enrollment (id, account_id, reference, body, version, rotation, cookie_digest, previous_cookie_digest,
     previous_cookie_until, proven, user_key, code_id, started_at, active_at, ends_at, extensions, closed_at)
   select md5('enrollment-' || n), 'existing-ad-2', 'OLD' || n, '{}', 4, 2, md5('cookie-' || n), null, null, 1, null, null,
     ${at}, ${at}, ${at} + 3600000, 0, null ${from}`,
  `insert into device (id, account_id, enrollment_id, request_id, platform, name, ownership, terms_version, username, domain,
     subject_key, factors_counted, proven, idempotency_key, body_digest, registered_at)
   select md5('device-' || n), 'existing-ad-2', md5('enrollment-' || n), null, 'ios', 'Phone', null, null, 'old-' || (n / 3),
     'corp.example.test', md5('subject-' || (n / 3)), 2, '["password","email-code"]', 'key-' || n, 'digest', ${at} ${from}`,
  ...['enroll.start', 'auth.password.ok', 'code.sent', 'code.ok', 'device.ok'].map(
    (type, line) =>
      `insert into audit (at, account_id, enrollment_id, type, data, sequence, sealed_at, previous_hash, hash)
       select ${at}, 'existing-ad-2', md5('enrollment-' || n), '${type}', '{}', n * 5 + ${line}, ${at}, 'previous', 'hash' ${from}`,
  ),
  `insert into rate_limit (name, key, arrival_at, interval_ms, per_ms)
   select 'start-per-address-hour', md5('address-' || n), ${now}, 1, 3600000 ${from}`,
]

const digest = (of: unknown): string => createHash('md5').update(String(of)).digest('hex')
const head = (enrollments: number): string =>
  `insert into audit_chain (id, head_sequence, head_hash, anchor_sequence, anchor_hash)
   values (1, ${enrollments * 5 + 4}, 'hash', 0, '') on conflict do nothing`

const batchesOf = (enrollments: number): readonly { readonly first: number; readonly last: number }[] =>
  Array.from({ length: Math.ceil(enrollments / step) }, (_, index) => ({
    first: index * step + 1,
    last: Math.min((index + 1) * step, enrollments),
  }))

/** Spread over the days before now. */
const momentsOf = (enrollments: number, now: number): string =>
  `(${now - days} + n * ${Math.max(1, Math.floor(days / enrollments))})`

const fillSqlite = (file: string, enrollments: number, now: number): void => {
  const at = momentsOf(enrollments, now)
  const database = new DatabaseSync(file)
  database.function('md5', { deterministic: true }, digest)
  // In KiB: what is scattered would else be written many times over.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000')
  const indexes = database
    .prepare(`select name, sql from sqlite_master where type = 'index' and sql is not null`)
    .all()
    .map(({ name, sql }) => ({ name: String(name), sql: String(sql) }))
  for (const { name } of indexes) database.exec(`drop index "${name}"`)
  for (const { first, last } of batchesOf(enrollments)) {
    const numbers = `from (with recursive c(n) as (select ${first} union all select n + 1 from c where n < ${last}) select n from c)`
    database.exec('begin')
    for (const sql of statements(numbers, now, at)) database.exec(sql)
    database.exec('commit')
  }
  for (const { sql } of indexes) database.exec(sql)
  database.exec(`${head(enrollments)}; analyze; PRAGMA wal_checkpoint(truncate)`)
  database.close()
}

const fillPostgres = async (url: string, enrollments: number, now: number): Promise<void> => {
  const at = momentsOf(enrollments, now)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`set synchronous_commit = off; set maintenance_work_mem = '1GB'`)
  const { rows: indexes } = await client.query<{ name: string; sql: string }>(
    `select indexname as name, indexdef as sql from pg_indexes
     where schemaname = 'public' and indexname not in (select conname from pg_constraint)`,
  )
  for (const { name } of indexes) await client.query(`drop index "${name}"`)
  for (const { first, last } of batchesOf(enrollments)) {
    const numbers = `from generate_series(${first}::bigint, ${last}::bigint) as n`
    for (const sql of statements(numbers, now, at)) await client.query(sql)
  }
  for (const { sql } of indexes) await client.query(sql)
  await client.query(head(enrollments))
  await client.query('vacuum analyze')
  await client.query('checkpoint').catch(() => undefined)
  await client.end()
}

/**
 * Fills the tables with so many enrollments and five times as many audit lines, sealed; `store` as the portal is told it.
 * Indexes that are no constraints are made afterwards, which is sooner and ends the same.
 */
export const fill = async (store: string, enrollments: number): Promise<void> => {
  const now = Date.now()
  if (store.startsWith('sqlite:')) fillSqlite(store.slice('sqlite:'.length), enrollments, now)
  else await fillPostgres(store, enrollments, now)
}
