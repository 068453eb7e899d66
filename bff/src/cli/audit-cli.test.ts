import { sql } from 'kysely'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSession, openStore } from '../adapters/sql-open.ts'
import type { SqlSession } from '../adapters/sql-session.ts'
import { type SqlStore, storeOver } from '../adapters/sql-store.ts'
import { systemChance } from '../adapters/system.ts'
import { deployment } from '../domain/audit-events.ts'
import { hour, minute } from '../ports/durations.ts'
import { anAccount } from '../ports/store-fixtures.ts'
import { permittedHosts } from '../adapters/permitted-hosts.ts'
import { runCli } from './run-cli.ts'

let folder = ''
let files = 0
let url = ''
let offset = 0
let session: SqlSession
let store: SqlStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-audit-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(async () => {
  url = `sqlite:${join(folder, `${(files += 1)}.sqlite`)}`
  offset = 0
  session = openSession(url, 'server', () => offset)
  store = storeOver(session)
  await store.migrate()
  await store.administration.applyAccounts([anAccount('acme')])
})
afterEach(() => store.close())

const muster = async (line: string) => {
  let out = ''
  let err = ''
  const code = await runCli(
    line.split(' '),
    {
      openStore: () => openStore({ url, role: 'operator', clockOffset: () => offset }),
      openAlone: () => openStore({ url }),
      profile: 'production',
      storeUrl: url,
      version: '0.0.0',
      keysFile: undefined,
      origin: undefined,
      clouds: () => [],
      directoryHosts: () => permittedHosts([]),
      replace: () => Promise.reject(new Error('the audit writes no files')),
      create: () => Promise.reject(new Error('no file is made here')),
      relay: () => Promise.reject(new Error('there is no relay')),
      chance: systemChance,
      read: async () => '',
      print: (text) => void (out += text),
      stream: async (text) => void (out += text),
    },
    (text) => void (err += text),
  )
  return { code, out, err }
}
const append = (code: string, account = 'acme') =>
  store.audit.append(account, [{ type: 'code.wrong', data: { code } }], 'e1')
const jsonLines = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

describe('muster audit verify', () => {
  test('of a whole chain: its lines, its head and its unsealed tail, and exit code 0', async () => {
    await store.audit.seal(10)
    await append('c1')
    offset = minute
    const [first] = await store.audit.lines({ most: 1 })
    const { code, out } = await muster('audit verify')
    expect(code).toBe(0)
    expect(out).toMatch(
      /^sealed +1\nfirst +\S+Z\nlast +\S+Z\nhead +1:[0-9a-f]{64}\npruned +0\nunsealed +1\nunsealedSeconds +6\d\n$/,
    )
    const json = await muster('audit verify --json')
    expect(JSON.parse(json.out)).toMatchObject({
      whole: true,
      sealed: 1,
      first: new Date(first?.at ?? 0).toISOString(),
      head: `1:${first?.seal?.hash}`,
      unsealed: 1,
    })
  })

  test('of an empty audit has no head, which every later chain goes on from', async () => {
    await sql`delete from audit`.execute(session.db)
    expect(await muster('audit verify')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^sealed +0\nfirst +-\nlast +-\nhead +-\n/),
    })
    await append('c1')
    await store.audit.seal(10)
    expect(await muster('audit verify --noted -')).toMatchObject({ code: 0, out: expect.stringMatching(/head +1:/) })
  })

  test('of a broken chain: the first broken line, and exit code 3', async () => {
    await append('c1')
    await store.audit.seal(10)
    await sql`update audit set data = '{}' where sequence = 2`.execute(session.db)
    expect(await muster('audit verify')).toEqual({
      code: 3,
      out: '',
      err: 'muster: the audit is broken at line 2 (id 2): this line is not the one that was sealed\n',
    })
    const { code, out } = await muster('audit verify --json')
    expect(code).toBe(3)
    expect(JSON.parse(out)).toEqual({ whole: false, sequence: 2, id: 2, why: 'changed' })
  })

  test('against a head that was noted before a history was rewritten as a whole: exit code 3', async () => {
    await append('c1')
    await store.audit.seal(10)
    const { head } = JSON.parse((await muster('audit verify --json')).out)
    expect(await muster(`audit verify --noted ${head}`)).toMatchObject({ code: 0 })
    await sql`update audit set data = '{}', sequence = null`.execute(session.db)
    await sql`delete from audit_chain`.execute(session.db)
    await store.audit.seal(10)
    expect(await muster('audit verify')).toMatchObject({ code: 0 })
    expect(await muster(`audit verify --noted ${head}`)).toMatchObject({
      code: 3,
      err: expect.stringContaining('noted hash is not there any more'),
    })
    expect(await muster('audit verify --noted 7')).toMatchObject({ code: 2, err: expect.stringContaining('1234:') })
  })

  test('with a tail that waits too long for its sealer: exit code 4', async () => {
    offset = 11 * minute
    expect(await muster('audit verify --tail 10m')).toMatchObject({
      code: 4,
      out: expect.stringContaining('unsealed         1\n'),
      err: 'muster: 1 audit lines are unsealed: is a server running on this store?\n',
    })
    expect(await muster('audit verify --tail 12m')).toMatchObject({ code: 0 })
    await store.audit.seal(10)
    expect(await muster('audit verify --tail 10m')).toMatchObject({ code: 0 })
  })
})

describe('muster audit export', () => {
  test('writes JSON lines that any tool can check the chain with', async () => {
    await append('c1')
    await append('c2', deployment)
    await store.audit.seal(10)
    const { code, out } = await muster('audit export')
    expect(code).toBe(0)
    const lines = jsonLines(out)
    expect(lines).toMatchObject([
      { sequence: 1, account: 'acme', enrollment: null, type: 'config.change', previousHash: '' },
      { sequence: 2, account: 'acme', enrollment: 'e1', type: 'code.wrong', data: { code: 'c1' } },
      { sequence: 3, account: null, data: { code: 'c2' } },
    ])
    // As docs/audit.md tells it.
    for (const { previousHash, sequence, id, at, account, enrollment, type, data, sealedAt, hash } of lines) {
      const fields = [
        previousHash,
        sequence,
        id,
        Date.parse(at),
        account ?? '-',
        enrollment,
        type,
        JSON.stringify(data),
        Date.parse(sealedAt),
      ]
      expect(createHash('sha256').update(JSON.stringify(fields)).digest('hex')).toBe(hash)
    }
  })

  test('has lines that are not sealed yet, without a number', async () => {
    expect(jsonLines((await muster('audit export')).out)).toMatchObject([
      { sequence: null, hash: null, sealedAt: null },
    ])
  })

  test('as CSV has heads, one row a line, and no formula', async () => {
    await store.audit.append('acme', [{ type: 'limit.trip', data: { limit: '=cmd()' } }], '=1+1')
    const { code, out } = await muster('audit export --format csv')
    expect(code).toBe(0)
    const [heads, ...rows] = out.split('\r\n')
    expect(heads).toBe('sequence,id,at,account,enrollment,type,data,sealedAt,previousHash,hash')
    expect(rows[0]).toMatch(/^,1,\d{4}-\S+Z,acme,,config\.change,"\{""version"":1,.*\}",,,$/)
    expect(rows[1]).toMatch(/^,2,\S+Z,acme,'=1\+1,limit\.trip,"\{""limit"":""=cmd\(\)""\}",,,$/)
    expect(rows.slice(2)).toEqual([''])
  })

  test('of nothing has the heads alone', async () => {
    const until = '--until 2000-01-01'
    expect((await muster(`audit export --format csv ${until}`)).out).toMatch(/^sequence,.*\r\n$/)
    expect(await muster(`audit export ${until}`)).toEqual({ code: 0, out: '', err: '' })
  })

  test('of one account or the deployment, between two moments', async () => {
    const start = await store.enrollments.now()
    offset = hour
    await append('c1')
    await append('c2', deployment)
    const iso = (later: number) => new Date(start + later).toISOString()
    const codes = async (options: string) =>
      jsonLines((await muster(`audit export ${options}`)).out).map(({ data }) => data.code)
    expect(await codes(`--since ${iso(30 * minute)}`)).toEqual(['c1', 'c2'])
    expect(await codes(`--account acme --since ${iso(30 * minute)}`)).toEqual(['c1'])
    expect(await codes(`--account ${deployment}`)).toEqual(['c2'])
    expect(await codes(`--until ${iso(30 * minute)}`)).toEqual([undefined])
  })

  test('goes over many pages', async () => {
    const lines = Array.from({ length: 700 }, (_, index) => ({
      type: 'code.wrong' as const,
      data: { code: `c${index}` },
    }))
    for (let batch = 0; batch < 3; batch += 1) await store.audit.append('acme', lines)
    const ids = jsonLines((await muster('audit export')).out).map(({ id }) => id)
    expect(ids).toEqual(Array.from({ length: 2101 }, (_, index) => index + 1))
  })

  test.each(['yesterday', '2026-02-30', '2026-11-25T09:00', '2026-13-01', '1795616007495'])(
    'does not take %s for a time',
    async (time) => {
      expect(await muster(`audit export --since ${time}`)).toMatchObject({
        code: 2,
        err: expect.stringContaining('2026-11-25'),
      })
    },
  )

  test('takes days and moments of any zone, and no other format or account', async () => {
    expect(await muster('audit export --since 2026-02-28')).toMatchObject({ code: 0 })
    expect(await muster('audit export --since 2026-02-28T23:30:00-05:00')).toMatchObject({ code: 0 })
    expect(await muster('audit export --format xml')).toMatchObject({ code: 2 })
    expect(await muster('audit export --account nobody')).toMatchObject({ code: 1 })
  })
})
