import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../adapters/sql-open.ts'
import type { SqlStore } from '../adapters/sql-store.ts'
import { systemChance } from '../adapters/system.ts'
import { aDevice, anAccount, choosing, enrolled } from '../ports/store-fixtures.ts'
import { begin } from '../ports/store-under-test.ts'
import { permittedHosts } from '../adapters/permitted-hosts.ts'
import type { Context } from './context.ts'
import { cloudsNamed } from '../domain/entra-clouds.ts'
import { Failure } from './failure.ts'
import { runCli } from './run-cli.ts'

let folder = ''
let files = 0
let url = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(() => {
  url = `sqlite:${join(folder, `${(files += 1)}.sqlite`)}`
})

const written: Record<string, string> = {
  'acme.json': JSON.stringify(anAccount('acme')),
  'two.json': JSON.stringify([anAccount('acme', { name: 'New' }), anAccount('other')]),
  'us.json': JSON.stringify([
    anAccount('acme'),
    anAccount('away', {
      entra: {
        cloud: 'login.microsoftonline.us',
        tenantId: '11111111-0000-4000-8000-000000000001',
        spaClientId: '11111111-0000-4000-8000-000000000002',
        allowGuests: false,
        mismatch: 'block',
      },
    }),
  ]),
  'wrong.json': JSON.stringify([
    anAccount('acme', { name: 'New' }),
    { ...anAccount('other'), portalfactor: 'two', support: { name: 'x' } },
  ]),
}

/** One command as an operator gives it: its exit code and what it wrote. */
const muster = async (line: string, more: Partial<Context> = {}) => {
  let out = ''
  let err = ''
  const context: Context = {
    openStore: () => openStore({ url, role: 'operator' }),
    openAlone: () => openStore({ url }),
    profile: 'production',
    storeUrl: url,
    version: '0.0.0',
    keysFile: undefined,
    clouds: () => cloudsNamed('global'),
    directoryHosts: () => permittedHosts([]),
    origin: 'https://enroll.example.test',
    chance: systemChance,
    read: async (path) => written[path] ?? Promise.reject(new Failure(`cannot read ${path}`)),
    replace: () => Promise.reject(new Error('no command here writes files')),
    create: () => Promise.reject(new Error('no file is made here')),
    relay: () => Promise.reject(new Error('there is no relay')),
    print: (text) => void (out += text),
    stream: async (text) => void (out += text),
    ...more,
  }
  const code = await runCli(
    line.split(' ').filter((word) => word !== ''),
    context,
    (text) => void (err += text),
  )
  return { code, out, err }
}

describe('muster', () => {
  test('migrates an empty store, and then has nothing to do', async () => {
    expect(await muster('migrate')).toEqual({
      code: 0,
      out: 'APPLIED\n0001-tables\n0002-audit-seal\n0003-settled-tries\n0004-hand-overs\n0005-retention\n0006-restored\n0007-sparse-indexes\n',
      err: '',
    })
    expect(await muster('migrate --json')).toEqual({ code: 0, out: '{\n  "applied": []\n}\n', err: '' })
  })

  test('on a store that is not there or has no tables says what to do, without a stack trace', async () => {
    expect(await muster('account list')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^muster: there is no store at .*: run "muster migrate" to make one\n$/),
    })
    const empty = await openStore({ url })
    await empty.close()
    expect(await muster('account list')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^muster: the store lacks the tables .*: run "muster migrate"\n$/),
    })
  })

  test('does not take a misspelt command, a missing option or a wrong value', async () => {
    expect(await muster('accout list')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean account?'),
    })
    expect(await muster('device list')).toMatchObject({
      code: 2,
      err: expect.stringContaining("'--account <account>' not specified"),
    })
    expect(await muster('request create --account acme --expires soon')).toMatchObject({
      code: 2,
      err: expect.stringContaining('30m, 12h or 7d'),
    })
    expect(await muster('request create --account acme --platform tv')).toMatchObject({
      code: 2,
      err: expect.stringContaining('ios, android, windows'),
    })
    expect(await muster('enrollment list --most 0')).toMatchObject({
      code: 2,
      err: expect.stringContaining('whole number'),
    })
    expect(await muster('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage: muster') })
  })
})

describe('on a store with tables, muster', () => {
  beforeEach(async () => {
    await muster('migrate')
  })

  test('applies one account or a list, and says what became of each', async () => {
    expect(await muster('account apply acme.json')).toMatchObject({
      code: 0,
      out: 'ACCOUNT  OUTCOME  VERSION\nacme     created  1\n',
    })
    const { out } = await muster('account apply two.json --json')
    expect(JSON.parse(out)).toEqual([
      { id: 'acme', outcome: 'changed', version: 2 },
      { id: 'other', outcome: 'created', version: 1 },
    ])
  })

  test('applies no account whose people the pages could not take to Microsoft', async () => {
    await muster('migrate')
    const { code, err } = await muster('account apply us.json')
    expect(code).toBe(1)
    expect(err).toMatch(
      /MUSTER_ENTRA_CLOUDS leaves out .*; nothing was changed\n away entra\.cloud +login\.microsoftonline\.us/,
    )
    expect((await muster('account list --json')).out).toBe('[]\n')
    const clouds = () => cloudsNamed('us,global')
    expect(await muster('account apply us.json', { clouds })).toMatchObject({ code: 0 })
  })

  test('applies no account that tells another lockout of a controller than others do', async () => {
    await muster('migrate')
    const file = (id: string, lockoutThreshold: number, host: string) => async () =>
      JSON.stringify(
        anAccount(id, {
          directories: [{ id: 'corp', urls: [`ldaps://${host}`], lockoutThreshold, lockoutWindowMinutes: 30 }],
        }),
      )
    const apply = (read: () => Promise<string>) => muster('account apply here.json', { read })
    expect(await apply(file('acme', 10, 'dc1.corp.example.test'))).toMatchObject({ code: 0 })
    const { code, err } = await apply(file('other', 5, 'DC1.corp.example.test'))
    expect(code).toBe(1)
    expect(err).toMatch(
      /must be the same .*; nothing was changed\n other dc1\.corp\.example\.test +locks otherwise in the account acme/,
    )
    expect(await apply(file('other', 5, 'dc1.elsewhere.example.test'))).toMatchObject({ code: 0 })
    // Its own former word is nobody else's.
    expect(await apply(file('acme', 8, 'dc1.corp.example.test'))).toMatchObject({ code: 0 })
  })

  test('applies no account whose directory is where none may be', async () => {
    await muster('migrate')
    const urls = ['ldaps://dc1.corp.example.test', 'ldaps://127.0.0.1', 'ldaps://dc2.corp.example.test:22']
    const text = JSON.stringify(anAccount('acme', { directories: [{ id: 'corp', urls }] }))
    const { code, err } = await muster('account apply here.json', { read: async () => text })
    expect(code).toBe(1)
    expect(err).toMatch(
      /nothing was changed\n acme directories\[0\]\.urls\[1\] +127\.0\.0\.1 is this machine.*\n.*port 22/,
    )
    const inner = JSON.stringify(anAccount('acme', { directories: [{ id: 'corp', urls: ['ldaps://10.1.2.3'] }] }))
    const read = async () => inner
    expect((await muster('account apply here.json', { read })).err).toContain('outside MUSTER_DIRECTORY_NETWORKS')
    const directoryHosts = () => permittedHosts(['10.0.0.0/8'])
    expect(await muster('account apply here.json', { read, directoryHosts })).toMatchObject({ code: 0 })
  })

  test('keeps a store that has accounts or tables for production, unless the environment says demo', async () => {
    const store = await openStore({ url })
    await expect(store.administration.claimProfile('demo')).rejects.toThrow('belongs to the profile "production"')
    await store.close()
    expect(await muster('account apply acme.json', { profile: 'demo' })).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /^muster: this store belongs to the profile "production" .*MUSTER_PROFILE=production\n$/,
      ),
    })
    expect(await muster('account list')).toMatchObject({ out: expect.stringContaining('There is no account yet') })
  })

  test('takes a store with tables but no owner for the profile of the accounts that are applied', async () => {
    url = url.replace('.sqlite', '-fresh.sqlite')
    const fresh = await openStore({ url })
    await fresh.migrate()
    await fresh.close()
    expect(await muster('account apply acme.json')).toMatchObject({ code: 0 })
    const store = await openStore({ url })
    await expect(store.administration.claimProfile('demo')).rejects.toThrow('belongs to the profile "production"')
    await store.close()
  })

  test('applies nothing of a list with a mistake, and tells each mistake by its field', async () => {
    const { code, out, err } = await muster('account apply wrong.json')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(
      /^muster: wrong\.json has an error; nothing was changed\n \[1\]\.portalfactor {2}is not a setting; did you mean "portalFactor"\?\n$/,
    )
    expect(await muster('account list')).toMatchObject({ out: expect.stringContaining('There is no account yet') })
  })

  test('shows an account in the form in which it can be applied', async () => {
    await muster('account apply acme.json')
    const { out } = await muster('account show acme')
    expect(JSON.parse(out)).toEqual(anAccount('acme'))
    expect(await muster('account apply -', { read: async () => out })).toMatchObject({
      code: 0,
      out: expect.stringContaining('unchanged'),
    })
    expect(await muster('account show nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is no account "nobody"'),
    })
  })

  test('makes an enrollment request with a canonical name and prints its address', async () => {
    await muster('account apply acme.json')
    const { code, out } = await muster('request create --account acme --user CORP\\Ana --platform ios --expires 12h')
    expect(code).toBe(0)
    expect(out).toMatch(
      /^https:\/\/enroll\.example\.test\/acme\/[0-9A-Za-z]{22}\nexpires .*\nuser {6}ana\ndomain {4}corp\.example\.test\nplatform {2}ios\n$/,
    )
    const { out: json } = await muster('request list --account acme --json')
    const [request] = JSON.parse(json)
    expect(request).toMatchObject({ username: 'ana', standing: 'open' })
    expect(Date.parse(request.expiresAt) - Date.parse(request.createdAt)).toBe(12 * 3_600_000)
  })

  test('makes no request that could not work', async () => {
    await muster('account apply -', {
      read: async () => JSON.stringify([anAccount('acme'), anAccount('gone', { status: 'closed' })]),
    })
    const refused = async (line: string) => (await muster(`request create ${line}`)).err
    expect(await refused('--account nobody')).toContain('there is no account "nobody"')
    expect(await refused('--account gone')).toContain('is closed')
    expect(await refused('--account acme --platform android')).toContain('--platform: account "acme" offers ios')
    expect(await refused('--account acme --user ana --domain elsewhere.test')).toContain('--domain: must be one of')
    expect(await refused('--account acme --domain elsewhere.test')).toContain('--domain: must be one of')
    expect(await refused('--account acme --user a*b')).toContain('--user: "a*b" is not a user name')
    expect((await muster('request create --account acme', { origin: undefined })).err).toContain(
      'MUSTER_ORIGIN is not set',
    )
    expect(await muster('request list')).toMatchObject({ out: 'There is no enrollment request.\n' })
  })

  describe('with a registered device', () => {
    let store: SqlStore
    beforeEach(async () => {
      await muster('account apply acme.json')
      store = await openStore({ url })
      const { stored, enrollment } = await begin(
        { store, other: store, advance: () => {} },
        { id: 'e1', reference: 'QWER-TYUP' },
      )
      const earned = await store.enrollments.save(
        stored,
        { ...enrollment, state: choosing('ad:corp.example.test:ana') },
        { audit: [{ type: 'auth.password.ok', data: { tries: 1 } }] },
      )
      if (earned.kind !== 'saved') throw new Error(earned.kind)
      const device = { ...aDevice('d1', earned.stored.now), name: 'Ana\u001B[31m' }
      await store.enrollments.save(
        earned.stored,
        { ...enrollment, state: enrolled('ad:corp.example.test:ana', device) },
        {
          audit: [{ type: 'device.ok', data: { device: 'd1' } }],
          device: { device, idempotencyKey: 'key', bodyDigest: 'digest' },
        },
      )
    })
    afterEach(() => store.close())

    test('lists it with factors counted, proven and whose it is, beside a server that has the file open', async () => {
      const { out } = await muster('device list --account acme')
      expect(out).toMatch(/^DEVICE {2}PLATFORM .*\nd1 .* 2 +password, email-code +ad:corp\.example\.test:ana /)
      expect(JSON.parse((await muster('device list --account acme --json')).out)).toMatchObject([
        { id: 'd1', factorsCounted: 2, proven: ['password', 'email-code'] },
      ])
    })

    test('lets nothing stored reach the terminal as a command', async () => {
      const { out } = await muster('device list --account acme')
      expect(out).toContain('Ana�[31m')
      expect(out).not.toContain('\u001B')
    })

    test('shows an enrollment by its reference however it is typed, with its audit in order', async () => {
      const { code, out } = await muster('enrollment show qwer-tyup')
      expect(code).toBe(0)
      expect(out).toMatch(
        /^reference +QWER-TYUP\nid +e1\n[^]*standing +enrolled\n[^]*device +d1\n[^]*auth\.password\.ok +tries=1\n.*device\.ok +device="d1"\n$/,
      )
      expect(JSON.parse((await muster('enrollment show e1 --json')).out)).toMatchObject({
        factors: 2,
        audit: [{ type: 'device.ok' }, { type: 'auth.password.ok' }],
      })
      expect(await muster('enrollment show QWER-TYUP --account other')).toMatchObject({ code: 1 })
    })

    test('lists enrollments and audit, of one account or of all', async () => {
      expect((await muster('enrollment list')).out).toMatch(
        /QWER-TYUP +acme +new +enrolled +ana@corp\.example\.test +2 /,
      )
      expect(await muster('enrollment list --account nobody')).toMatchObject({ code: 1 })
      expect(JSON.parse((await muster('audit list --account acme --most 2 --json')).out)).toMatchObject([
        { type: 'device.ok' },
        { type: 'auth.password.ok' },
      ])
      expect((await muster('audit list --account other')).out).toBe('There is no audit line.\n')
    })

    test('does not change the tables under a running server', async () => {
      expect(await muster('migrate')).toMatchObject({
        code: 1,
        err: expect.stringMatching(/^muster: another Muster server has the store /),
      })
    })
  })
})
