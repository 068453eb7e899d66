import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { generateKeys, type KeysFile, keyFingerprints } from '../adapters/keys.ts'
import { openSession, openStore } from '../adapters/sql-open.ts'
import { type SqlStore, storeOver } from '../adapters/sql-store.ts'
import { systemChance } from '../adapters/system.ts'
import { permittedHosts } from '../adapters/permitted-hosts.ts'
import { anAccount } from '../ports/store-fixtures.ts'
import { begin } from '../ports/store-under-test.ts'
import { runCli } from './run-cli.ts'

let folder: string
let url: string
let keys: KeysFile
let server: SqlStore | undefined
const at = (name: string): string => join(folder, name)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-backup-'))
  url = `sqlite:${at('muster.sqlite')}`
  keys = generateKeys()
  server = await openStore({ url })
  await server.migrate()
  await server.administration.claimProfile('production')
  await server.administration.noteKeys(await keyFingerprints(keys))
  await server.administration.applyAccounts([anAccount('acme')])
  await server.audit.seal(100)
})
afterEach(async () => {
  await stop()
  await rm(folder, { recursive: true })
})
const stop = async () => {
  await server?.close()
  server = undefined
}

const muster = async (line: string, storeUrl = url) => {
  let out = ''
  let err = ''
  const code = await runCli(
    line.split(' ').map((word) => word.replace('@', `${folder}/`)),
    {
      openStore: () => openStore({ url: storeUrl, role: 'operator' }),
      openAlone: () => openStore({ url: storeUrl }),
      storeUrl,
      version: '1.2.3',
      keysFile: 'keys.json',
      profile: 'production',
      origin: undefined,
      clouds: () => [],
      directoryHosts: () => permittedHosts([]),
      chance: systemChance,
      read: async (path) => JSON.stringify(path === 'keys.json' ? keys : generateKeys()),
      replace: () => Promise.reject(new Error('no command here writes files')),
      create: () => Promise.reject(new Error('no command here makes files')),
      relay: () => Promise.reject(new Error('there is no relay')),
      print: (text) => void (out += text),
      stream: async (text) => void (out += text),
    },
    (text) => void (err += text),
  )
  return { code, out, err }
}

const restoredAccounts = async (): Promise<readonly string[]> => {
  const store = await openStore({ url })
  server = store
  return (await store.administration.accounts()).map(({ account }) => account.id)
}

/** Changes a backup behind its back. */
const tamper = async (name: string, statement: string): Promise<void> => {
  const session = openSession(`sqlite:${at(name)}`, 'operator', () => 0)
  await sql.raw(statement).execute(session.db)
  await session.db.destroy()
}

describe('muster backup', () => {
  test('copies the store beside its server, into one file that is the owner’s alone, and says what is in it', async () => {
    const { code, out } = await muster('--json backup @b1')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      file: at('b1'),
      product: 'muster',
      version: '1.2.3',
      migration: '0007-sparse-indexes',
      profile: 'production',
      keys: await keyFingerprints(keys),
      head: { sequence: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      counts: { account: 1, enrollment: 0, device: 0 },
    })
    expect((await stat(at('b1'))).mode & 0o777).toBe(0o600)
    expect((await readdir(folder)).filter((name) => name.startsWith('b1'))).toEqual(['b1'])
  })

  test('writes over nothing', async () => {
    await writeFile(at('b1'), 'somebody’s')
    expect(await muster('backup @b1')).toMatchObject({ code: 1, err: expect.stringContaining('is there already') })
    expect(await readFile(at('b1'), 'utf8')).toBe('somebody’s')
  })

  test('leaves nothing behind where it cannot be written or there is no store', async () => {
    expect((await muster('backup @none/b1')).code).not.toBe(0)
    await stop()
    expect(await muster('backup @b1', `sqlite:${at('none.sqlite')}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is no store at'),
    })
    expect((await readdir(folder)).filter((name) => name.startsWith('b1') || name.startsWith('none'))).toEqual([])
  })

  test('on PostgreSQL says which words to use instead', async () => {
    const { code, err } = await muster('backup @b1', 'postgres://muster@127.0.0.1:9/muster')
    expect(code).toBe(1)
    for (const word of ['pg_dump', 'write-ahead log', 'muster restored']) expect(err).toContain(word)
  })
})

describe('muster restore', () => {
  const backUp = async () => {
    expect((await muster('backup @b1')).code).toBe(0)
  }

  test('puts back what was there, keeps the store of before beside, and ends what was under way', async () => {
    const { cookie } =
      server === undefined ? { cookie: '' } : await begin({ store: server, other: server, advance: () => {} })
    await backUp()
    await server?.administration.applyAccounts([anAccount('later')])
    await stop()
    const { code, out } = await muster('--json restore --replace @b1')
    expect(code).toBe(0)
    const told: { readonly kept: string } = JSON.parse(out)
    expect(told).toMatchObject({ account: 1, closed: 1, passwordsFrom: expect.stringMatching(/Z$/) })
    expect(await restoredAccounts()).toEqual(['acme'])
    expect(await server?.enrollments.load(cookie)).toBeUndefined()
    expect(await server?.audit.verify()).toMatchObject({ kind: 'whole' })
    const before = await openStore({ url: `sqlite:${told.kept}`, role: 'operator' })
    expect(await before.administration.accounts()).toHaveLength(2)
    await before.close()
    expect((await stat(at('muster.sqlite'))).mode & 0o777).toBe(0o600)
  })

  test('leaves the backup as it was: it can be restored again, and where no store is', async () => {
    await backUp()
    await stop()
    const before = await readFile(at('b1'))
    await rm(at('muster.sqlite'))
    expect((await muster('restore @b1')).code).toBe(0)
    expect((await readFile(at('b1'))).equals(before)).toBe(true)
    expect((await muster('restore --replace @b1')).code).toBe(0)
    expect(await restoredAccounts()).toEqual(['acme'])
  })

  test('is refused beside a server, and over a store unless told', async () => {
    await backUp()
    expect(await muster('restore --replace @b1')).toMatchObject({
      code: 1,
      err: expect.stringContaining('another Muster server has the store'),
    })
    await stop()
    expect(await muster('restore @b1')).toMatchObject({ code: 1, err: expect.stringContaining('--replace') })
    expect(await restoredAccounts()).toEqual(['acme'])
  })

  test('takes up where an earlier one died: a log that lies alone is moved aside, a half copy is forgotten', async () => {
    await backUp()
    await stop()
    await rm(at('muster.sqlite'))
    await writeFile(at('muster.sqlite-wal'), 'the log of another store')
    await writeFile(at('muster.sqlite.restoring'), 'half')
    expect((await muster('restore @b1')).code).toBe(0)
    expect(await restoredAccounts()).toEqual(['acme'])
    const names = await readdir(folder)
    expect(names.filter((name) => /before-.*-wal$/.test(name))).toHaveLength(1)
    expect(names.filter((name) => name.includes('restoring'))).toEqual([])
  })

  test.each<[string, () => Promise<void>, RegExp]>([
    ['no backup', () => writeFile(at('b1'), 'a letter of some length that is no database'), /is not a SQLite database/],
    [
      'a file of bad bytes',
      async () => {
        const bytes = await readFile(at('b1'))
        await writeFile(at('b1'), bytes.fill(0x55, 4096 * 2, 4096 * 12))
      },
      /damaged|malformed/,
    ],
    ['a store that is no backup', () => tamper('b1', 'drop table backup'), /is no backup of "muster backup"/],
    [
      'a store of a newer program',
      () => tamper('b1', `insert into kysely_migration values ('9999-later', 'now')`),
      /newer than this program.*9999-later/,
    ],
    [
      'a changed audit',
      () => tamper('b1', `update audit set data = '{}'`),
      /the audit in .* is broken at line 1 \(changed\)/,
    ],
    [
      'an audit without its end',
      () => tamper('b1', 'delete from audit; delete from audit_chain'),
      /the audit in .* is broken/,
    ],
  ])('refuses %s, and changes nothing', async (_what, spoil, words) => {
    await backUp()
    await stop()
    await spoil()
    const { code, err } = await muster('restore --replace @b1')
    expect(err).toMatch(words)
    expect(code).toBe(1)
    expect(await restoredAccounts()).toEqual(['acme'])
    expect((await readdir(folder)).filter((name) => /before|restoring/.test(name))).toEqual([])
  })

  test('refuses another deployment’s keys unless told, and takes peppers and data keys that were forgotten since', async () => {
    await backUp()
    await stop()
    expect(await muster('restore --replace --keys other.json @b1')).toMatchObject({
      code: 1,
      err: expect.stringContaining('other keys (cookieKey, codePepper, pseudonymKey, dataKey)'),
    })
    expect((await muster('restore --replace --other-keys @b1')).code).toBe(0)
    const { codePeppers, dataKeys } = generateKeys()
    keys = {
      ...keys,
      codePepper: '2',
      codePeppers: { '2': codePeppers['1'] ?? '' },
      dataKey: '2',
      dataKeys: { '2': dataKeys['1'] ?? '' },
    }
    expect((await muster('restore --replace @b1')).code).toBe(0)
  })
})

describe('muster restored', () => {
  test('ends what was under way in a store that came back by other means, while no server runs', async () => {
    expect((await muster('restored')).code).toBe(1)
    await stop()
    const session = openSession(url, 'server', () => 0)
    const store = storeOver(session)
    const { cookie } = await begin({ store, other: store, advance: () => {} })
    await store.close()
    expect(await muster('restored')).toMatchObject({ code: 0, out: expect.stringMatching(/closed +1/) })
    await restoredAccounts()
    expect(await server?.enrollments.load(cookie)).toBeUndefined()
  })
})
