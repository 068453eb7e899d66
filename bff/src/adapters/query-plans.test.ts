import { type CompiledQuery, Kysely, sql } from 'kysely'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { minute } from '../ports/durations.ts'
import { aCode, aDevice, anAccount, choosing, enrolled, waitingForCode } from '../ports/store-fixtures.ts'
import { begin, unique } from '../ports/store-under-test.ts'
import { postgresDialect } from './postgres-dialect.ts'
import { openSession } from './sql-open.ts'
import type { SqlSession } from './sql-session.ts'
import { type SqlStore, storeOver } from './sql-store.ts'

/** Tables that grow with what people do. */
const growing = [
  'attempt_budget',
  'audit',
  'device',
  'enrollment',
  'enrollment_request',
  'hand_over',
  'one_time_code',
  'outbox',
  'rate_limit',
  'used_token',
  'watcher',
]

/** Every statement that a server makes by itself, or for somebody who enrolls. */
const useAll = async (store: SqlStore): Promise<void> => {
  const under = { store, other: store, advance: () => undefined }
  const { enrollments, handOvers, limiter, budget, outbox, codes, audit, accounts, administration } = store
  await administration.applyAccounts([anAccount('acme')])
  const request = await administration.createRequest('acme', { id: unique('request') }, minute)
  await accounts.find('acme')
  await accounts.findRequest('acme', request?.id ?? '')

  const many = ['codes-sent-per-minute', 'codes-sent-per-hour'] as const
  await limiter.take(many, 'ana')
  await limiter.take(many, 'ana')
  await limiter.peek(many, 'ana')
  await limiter.giveBack(many, 'ana')
  await limiter.take(['identity-per-address-minute'], '192.0.2.7')
  await limiter.giveBack(['identity-per-address-minute'], '192.0.2.7')
  const slot = await budget.reserve(['ana|corp', 'ana'], 4, minute)
  if (!slot.ok) throw new Error('no slot')
  await budget.settle(['ana|corp'])
  await budget.forgive(slot, ['ana|corp'], ['ana'])
  const second = await budget.reserve(['ana|corp', 'ana'], 4, minute)
  if (second.ok) await budget.forgive(second, ['ana|corp'], ['ana'])
  await budget.reserve(['ana|corp', 'ana'], 0, minute)
  await budget.giveBack(['ana|corp'])

  const { stored, enrollment, cookie } = await begin(under)
  await enrollments.load(cookie)
  const codeId = unique('code')
  const mail = { id: unique('mail'), codeId, sealed: 'sealed', usefulFor: minute }
  const event = { type: 'code.sent', data: { code: codeId } } as const
  const waiting = await enrollments.save(
    stored,
    { ...enrollment, state: waitingForCode('ad:ana', codeId) },
    {
      audit: [event],
      issueCode: aCode(codeId, stored.now),
      mail: [mail],
      rotate: { cookieDigest: 'second', grace: minute },
      provenOpen: { userKey: 'ad:ana', most: 3 },
      useTokens: [{ id: unique('token'), expiresAt: stored.now + minute }],
    },
  )
  if (waiting.kind !== 'saved') throw new Error(waiting.kind)
  await enrollments.load('second')
  await store.backlog()
  await outbox.giveUp()
  await outbox.due(5, minute)
  await outbox.deferred(mail.id, 1, '450')
  await outbox.sent(mail.id)
  await outbox.failed(mail.id, '550')
  await codes.countTry('acme', codeId)
  await codes.countTry('acme', 'another')
  const proven = await enrollments.save(
    waiting.stored,
    { ...enrollment, state: choosing('ad:ana') },
    { audit: [], consumeCode: codeId },
  )
  if (proven.kind !== 'saved') throw new Error(proven.kind)
  const device = aDevice(unique('device'), stored.now)
  await enrollments.save(
    proven.stored,
    { ...enrollment, state: enrolled('ad:ana', device) },
    { audit: [], device: { device, idempotencyKey: 'key', bodyDigest: 'digest', limit: 9 } },
  )
  await enrollments.record('acme', enrollment.id, [event])
  const other = await begin(under)
  await enrollments.extend(other.stored, { lifetime: minute, extensions: 3 }, [])
  await handOvers.offer(other.stored, 'digest', minute, [])
  await handOvers.offered('digest')
  await handOvers.watched('digest')
  await enrollments.abandon(other.stored, [])
  await audit.append('acme', [event], enrollment.id)
  await audit.seal(100)
  await store.prune()
}

type Plan = (session: SqlSession, query: CompiledQuery) => Promise<readonly string[]>

/** `SCAN table` without an index is every row of it (sqlite.org/eqp.html); with one it may still be every entry. */
const planOfSqlite: Plan = async ({ db }, query) => {
  const explained = { ...query, sql: `explain query plan ${query.sql}` }
  const rows: readonly unknown[] = (await db.executeQuery(explained)).rows
  return rows.flatMap((row) => {
    const detail = typeof row === 'object' && row !== null && 'detail' in row ? String(row.detail) : ''
    return /^SCAN (\w+)/.exec(detail)?.[0] ?? []
  })
}

/** With `enable_seqscan` off a sequential scan is left only where no index would do. */
const planOfPostgres: Plan = async ({ db }, query) =>
  db.transaction().execute(async (trx) => {
    await sql`set local enable_seqscan = off`.execute(trx)
    const explained = { ...query, sql: `explain (costs off) ${query.sql}` }
    const rows: readonly unknown[] = (await trx.executeQuery(explained)).rows
    return rows.flatMap((row) => {
      const line = typeof row === 'object' && row !== null && 'QUERY PLAN' in row ? String(row['QUERY PLAN']) : ''
      return /Seq Scan on (\w+)/.exec(line)?.[0] ?? []
    })
  })

/** The other names of tables in statements. */
const aliases: Readonly<Record<string, string>> = {
  e: 'enrollment',
  h: 'hand_over',
  r: 'enrollment_request',
  d: 'device',
  c: 'one_time_code',
  o: 'outbox',
}
const isGrowing = (scan: string): boolean => {
  const name = scan.split(' ').at(-1) ?? ''
  return growing.includes(aliases[name] ?? name)
}

/** What tells a table's rows apart. */
const keys: Readonly<Record<string, readonly string[]>> = {
  attempt_budget: ['key'],
  audit: ['id', 'sequence'],
  device: ['id', 'enrollment_id'],
  enrollment: ['id', 'cookie_digest', 'reference'],
  enrollment_request: ['id'],
  hand_over: ['enrollment_id', 'code_digest'],
  one_time_code: ['id', 'enrollment_id'],
  outbox: ['id', 'enrollment_id', 'code_id'],
  rate_limit: ['key'],
  used_token: ['id'],
  watcher: ['cookie_digest'],
}

/** Each table full of rows like its first, and what an operator may have heard is good for a database. */
const growAndAnalyze = async ({ db }: SqlSession): Promise<void> => {
  for (const [table, unlike] of Object.entries(keys)) {
    const found = await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(db)
    const values = found.rows.map(({ name }) =>
      !unlike.includes(name)
        ? sql.ref(name)
        : table === 'audit'
          ? sql`${sql.ref(name)} + 1000 + n`
          : sql`${sql.ref(name)} || '-' || n`,
    )
    await sql`insert into ${sql.table(table)}
      select ${sql.join(values)} from (select * from ${sql.table(table)} limit 1),
        (with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 2000) select n from numbers)`.execute(
      db,
    )
  }
  await sql`analyze`.execute(db)
}

const suite = (
  open: (log: (query: CompiledQuery) => void) => SqlSession,
  planOf: Plan,
  grow?: (session: SqlSession) => Promise<void>,
): void => {
  let session: SqlSession
  const queries = new Map<string, CompiledQuery>()
  let listens = false
  beforeAll(async () => {
    session = open((query) => {
      if (listens && !/^(begin|commit|rollback)$/.test(query.sql)) queries.set(query.sql, query)
    })
    const store = storeOver(session)
    await store.migrate()
    listens = true
    await useAll(store)
    listens = false
    await grow?.(session)
  })
  afterAll(() => session.db.destroy())

  test('no statement goes through a whole table that grows', async () => {
    expect(queries.size).toBeGreaterThan(40)
    const scans: string[] = []
    for (const query of queries.values())
      for (const scan of await planOf(session, query)) if (isGrowing(scan)) scans.push(`${scan}: ${query.sql}`)
    expect(scans).toEqual([])
  })

  test('each begins with what it does: SQLite’s dialect lets those that write share a commit', () => {
    expect([...queries.keys()].filter((text) => !/^\s*(select|insert|update|delete)\b/.test(text))).toEqual([])
  })

  test('a statement that does is found', async () => {
    const {
      sql: text,
      parameters,
      query,
    } = session.db.selectFrom('outbox').selectAll().where('reason', '=', 'x').compile()
    const scans = await planOf(session, { sql: text, parameters, query, queryId: { queryId: 'found' } })
    expect(scans.filter(isGrowing)).toHaveLength(1)
  })
}

describe.each([
  ['SQLite', undefined],
  ['SQLite that has grown and was told to ANALYZE', growAndAnalyze],
] as const)('%s', (_name, grow) => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-plans-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  suite(
    (log) =>
      openSession(`sqlite:${join(folder, 'plans.sqlite')}`, 'server', () => 0, undefined, {
        log: ({ query }) => log(query),
      }),
    planOfSqlite,
    grow,
  )
})

const server = process.env['MUSTER_TEST_POSTGRES_URL']
describe('PostgreSQL', () => {
  if (server === undefined) {
    test('plans: set MUSTER_TEST_POSTGRES_URL or run npm test', () => {
      expect.fail('there is no PostgreSQL to test against')
    })
    return
  }
  const database = `muster_plans_${process.pid}`
  const onDatabase = new URL(server)
  onDatabase.pathname = `/${database}`
  const asAdministrator = async (statement: (name: ReturnType<typeof sql.ref>) => ReturnType<typeof sql>) => {
    const db = new Kysely<unknown>({ dialect: postgresDialect(server) })
    await statement(sql.ref(database)).execute(db)
    await db.destroy()
  }
  beforeAll(() => asAdministrator((name) => sql`create database ${name}`))
  afterAll(() => asAdministrator((name) => sql`drop database ${name} with (force)`))
  suite(
    (log) => openSession(onDatabase.href, 'server', () => 0, undefined, { log: ({ query }) => log(query) }),
    planOfPostgres,
  )
})
