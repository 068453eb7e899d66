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
const statements = (from: string, now: number, at = `(${now - days} + n * 173 % ${days})`): readonly string[] => [
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

/** Fills the tables with so many enrollments and five times as many audit lines, sealed; `store` as the portal is told it. */
export const fill = async (store: string, enrollments: number): Promise<void> => {
  const now = Date.now()
  const batches = Array.from({ length: Math.ceil(enrollments / step) }, (_, index) => ({
    first: index * step + 1,
    last: Math.min((index + 1) * step, enrollments),
  }))
  if (store.startsWith('sqlite:')) {
    const database = new DatabaseSync(store.slice('sqlite:'.length))
    database.function('md5', { deterministic: true }, digest)
    // In KiB: what is scattered would else be written many times over.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000000')
    for (const { first, last } of batches) {
      const numbers = `from (with recursive c(n) as (select ${first} union all select n + 1 from c where n < ${last}) select n from c)`
      database.exec('begin')
      for (const sql of statements(numbers, now)) database.exec(sql)
      database.exec('commit')
    }
    database.exec(`${head(enrollments)}; analyze`)
    database.close()
    return
  }
  const client = new pg.Client({ connectionString: store })
  await client.connect()
  await client.query('set synchronous_commit = off')
  for (const { first, last } of batches) {
    const numbers = `from generate_series(${first}::bigint, ${last}::bigint) as n`
    for (const sql of statements(numbers, now)) await client.query(sql)
  }
  await client.query(head(enrollments))
  await client.query('vacuum analyze')
  await client.query('checkpoint').catch(() => undefined)
  await client.end()
}
