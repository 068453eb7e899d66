import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'

/** Rows that years of enrollments leave: ended enrollments with their device, five audit lines each, codes and mails. */
const statements = (from: string, seal: string, n: string, spread: string): readonly string[] => [
  `insert into enrollment (id, account_id, reference, body, version, rotation, cookie_digest, previous_cookie_digest,
     previous_cookie_until, proven, user_key, code_id, started_at, active_at, ends_at, extensions, closed_at)
   select 'old-' || ${n}, 'existing-ad-2', 'OLD' || ${n}, '{}', 4, 2, 'old-cookie-' || ${n}, null, null, 1, null, null,
     ${spread}, ${spread}, ${spread} + 3600000, 0, null ${from}`,
  `insert into device (id, account_id, enrollment_id, request_id, platform, name, ownership, terms_version, username, domain,
     subject_key, factors_counted, proven, idempotency_key, body_digest, registered_at)
   select 'old-device-' || ${n}, 'existing-ad-2', 'old-' || ${n}, null, 'ios', 'Phone', null, null, 'old-' || (${n} / 3),
     'corp.example.test', 'ad:old-' || (${n} / 3), 2, '["password","email-code"]', 'key-' || ${n}, 'digest', ${spread} ${from}`,
  ...['enroll.start', 'auth.password.ok', 'code.sent', 'code.ok', 'device.ok'].map(
    (type, line) =>
      `insert into audit (at, account_id, enrollment_id, type, data, sequence, sealed_at, previous_hash, hash)
       select ${spread}, 'existing-ad-2', 'old-' || ${n}, '${type}', '{}', ${n} * 5 + ${line}, ${spread}, 'previous', 'hash' ${from}`,
  ),
  `insert into rate_limit (name, key, arrival_at, interval_ms, per_ms)
   select 'start-per-address-hour', 'old-' || ${n}, ${seal}, 1, 3600000 ${from}`,
]

const step = 100_000

/** Fills the tables with so many enrollments and five times as many audit lines, sealed; `store` as the portal is told it. */
export const fill = async (store: string, enrollments: number): Promise<void> => {
  const now = Date.now()
  const month = 20 * 86_400_000
  if (store.startsWith('sqlite:')) {
    const database = new DatabaseSync(store.slice('sqlite:'.length))
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
    for (let first = 1; first <= enrollments; first += step) {
      const last = Math.min(first + step - 1, enrollments)
      const numbers = `from (with recursive c(n) as (select ${first} union all select n + 1 from c where n < ${last}) select n from c)`
      database.exec('begin')
      for (const sql of statements(numbers, String(now), 'n', `(${now - month} + n % ${month})`)) database.exec(sql)
      database.exec('commit')
    }
    database.exec(
      `insert into audit_chain (id, head_sequence, head_hash, anchor_sequence, anchor_hash) values (1, ${enrollments * 5 + 4}, 'hash', 0, '') on conflict do nothing; analyze`,
    )
    database.close()
    return
  }
  const client = new pg.Client({ connectionString: store })
  await client.connect()
  await client.query('set synchronous_commit = off')
  for (let first = 1; first <= enrollments; first += step) {
    const last = Math.min(first + step - 1, enrollments)
    const numbers = `from generate_series(${first}::bigint, ${last}::bigint) as n`
    for (const sql of statements(numbers, String(now), 'n', `(${now - month} + n % ${month})`)) await client.query(sql)
  }
  await client.query(
    `insert into audit_chain (id, head_sequence, head_hash, anchor_sequence, anchor_hash) values (1, ${enrollments * 5 + 4}, 'hash', 0, '') on conflict do nothing`,
  )
  await client.query('vacuum analyze')
  await client.query('checkpoint').catch(() => undefined)
  await client.end()
}
