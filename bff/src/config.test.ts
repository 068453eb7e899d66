import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateKeys } from './adapters/keys.ts'
import { freshRelayFiles } from './adapters/relay-files.ts'
import { ConfigError } from './config-error.ts'
import { readConfig } from './config.ts'

const keys = generateKeys()
let folder = ''
let keysFile = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-config-'))
  keysFile = join(folder, 'keys.json')
  await writeFile(keysFile, JSON.stringify(keys), { mode: 0o600 })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const config = (more: Readonly<Record<string, string | undefined>> = {}) =>
  readConfig({
    MUSTER_ORIGIN: 'https://enroll.acme.example',
    MUSTER_KEYS_FILE: keysFile,
    MUSTER_SMTP_URL: 'smtp://mail.acme.example:587',
    MUSTER_SMTP_FROM: 'enroll@acme.example',
    ...more,
  })

/** What the operator is told. */
const told = (more: Readonly<Record<string, string | undefined>>): string => {
  try {
    config(more)
    return 'nothing'
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

describe('the origin', () => {
  test('is taken as browsers write it', () => {
    expect(config().origin).toBe('https://enroll.acme.example')
    expect(config({ MUSTER_ORIGIN: 'https://enroll.acme.example:8443' }).origin).toBe(
      'https://enroll.acme.example:8443',
    )
  })

  test.each([
    ['https://enroll.acme.example/', 'https://enroll.acme.example'],
    ['https://Enroll.Acme.example', 'https://enroll.acme.example'],
    ['https://enroll.acme.example:443', 'https://enroll.acme.example'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['https://enroll.acme.example/portal?x=1', 'https://enroll.acme.example'],
    ['https://user@enroll.acme.example', 'https://enroll.acme.example'],
  ])('%s is refused with what to write instead', (written, right) => {
    expect(told({ MUSTER_ORIGIN: written })).toBe(`MUSTER_ORIGIN: instead of "${written}" write ${right}`)
  })

  test.each(['enroll.acme.example', 'ftp://enroll.acme.example', 'https://', ''])('%j is none', (written) => {
    expect(told({ MUSTER_ORIGIN: written })).toMatch(/^MUSTER_ORIGIN: ".*" is no origin; write one such as https:/)
  })

  test('is https in production', () => {
    expect(told({ MUSTER_ORIGIN: 'http://enroll.acme.example' })).toBe('MUSTER_ORIGIN must be https in production')
  })
})

describe('trusted proxies', () => {
  test('are addresses and networks, with commas between', () => {
    expect(config({ MUSTER_TRUSTED_PROXIES: '127.0.0.1/32, 10.0.0.7,2001:db8::/48,' }).trustedProxies).toEqual([
      '127.0.0.1/32',
      '10.0.0.7',
      '2001:db8::/48',
    ])
    expect(config().trustedProxies).toEqual([])
  })

  test('are each told by name where they are none', () => {
    expect(told({ MUSTER_TRUSTED_PROXIES: '10.0.0.0/8, proxy.acme.example, 0.0.0.0/0' }).split('\n')).toEqual([
      expect.stringMatching(
        /^MUSTER_TRUSTED_PROXIES: "proxy\.acme\.example" is neither an address nor a network; write/,
      ),
      expect.stringMatching(/^MUSTER_TRUSTED_PROXIES: "0\.0\.0\.0\/0" is everybody/),
    ])
  })
})

describe('the networks of directories', () => {
  test('are public ones and those that are named', () => {
    const { directoryHosts } = config({ MUSTER_DIRECTORY_NETWORKS: '10.0.0.0/8' })
    expect(['8.8.8.8', '10.1.2.3'].map(directoryHosts.addressFault)).toEqual([undefined, undefined])
    expect(directoryHosts.addressFault('192.168.1.1')).toContain('MUSTER_DIRECTORY_NETWORKS')
    expect(told({ MUSTER_DIRECTORY_NETWORKS: 'dc1' })).toMatch(/^MUSTER_DIRECTORY_NETWORKS: "dc1" is neither/)
  })

  test('are everywhere in a demonstration, whose directory is on this machine', () => {
    expect(config({ MUSTER_PROFILE: 'demo' }).directoryHosts.addressFault('127.0.0.1')).toBeUndefined()
  })
})

describe('the keys file', () => {
  test('is read once, at the start', () => {
    expect(config().keys).toEqual(keys)
  })

  test('that is broken is told by field, without a letter of a key', async () => {
    const path = join(folder, 'broken.json')
    await writeFile(path, `{"cookieKey": ${keys.cookieKey}}`, { mode: 0o600 })
    expect(told({ MUSTER_KEYS_FILE: path })).toMatch(/^MUSTER_KEYS_FILE: .*broken\.json: is not JSON/)
    await writeFile(path, JSON.stringify({ ...keys, cookieKey: `${keys.cookieKey}=` }))
    const words = told({ MUSTER_KEYS_FILE: path })
    expect(words).toMatch(/^MUSTER_KEYS_FILE: .*broken\.json: cookieKey must be a key/)
    expect(words).not.toContain(keys.cookieKey.slice(0, 8))
  })

  test.skipIf(process.platform === 'win32')('that others may read is refused, with what to do', async () => {
    const path = join(folder, 'open.json')
    await writeFile(path, JSON.stringify(keys))
    await chmod(path, 0o644)
    expect(told({ MUSTER_KEYS_FILE: path })).toMatch(/^MUSTER_KEYS_FILE: anybody .*; run chmod 600 .*open\.json$/)
    await chmod(path, 0o640)
    expect(config({ MUSTER_KEYS_FILE: path }).keys).toEqual(keys)
  })

  test('with a key that is an example, or there twice, is refused, without a letter of it', async () => {
    const path = join(folder, 'weak.json')
    const refused = async (more: object) => {
      await writeFile(path, JSON.stringify({ ...keys, ...more }), { mode: 0o600 })
      return told({ MUSTER_KEYS_FILE: path })
    }
    for (const weak of ['A'.repeat(43), `${'abcd'.repeat(10)}abc`, Buffer.alloc(32, 'muster!').toString('base64url')]) {
      expect(await refused({ cookieKey: weak })).toMatch(/holds a key that is not random; "muster keys create" makes/)
      expect(await refused({ dataKeys: { ...keys.dataKeys, '2': weak } })).toMatch(/holds a key that is not random/)
      expect(await refused({ pseudonymKey: weak })).not.toContain(weak.slice(0, 8))
    }
    expect(await refused({ pseudonymKey: keys.cookieKey })).toMatch(/holds one key twice: each must be its own$/)
    expect(await refused({ codePeppers: { ...keys.codePeppers, '2': keys.dataKeys['1'] } })).toMatch(/one key twice/)
  })

  test('that is not there is told', () => {
    expect(told({ MUSTER_KEYS_FILE: join(folder, 'none') })).toMatch(/^MUSTER_KEYS_FILE: cannot read /)
  })
})

describe.skipIf(process.platform === 'win32')('other secrets in files', () => {
  test('are refused where others may read them', async () => {
    const path = join(folder, 'smtp-password')
    await writeFile(path, 'hunter2\n')
    await chmod(path, 0o604)
    expect(told({ MUSTER_SMTP_PASSWORD_FILE: path })).toMatch(/^MUSTER_SMTP_PASSWORD_FILE: anybody .*; run chmod 600 /)
    expect(told({ MUSTER_SMTP_PASSWORD_FILE: path })).not.toContain('hunter2')
    await chmod(path, 0o600)
    expect(config({ MUSTER_SMTP_PASSWORD_FILE: path }).neighbours).toMatchObject({ smtp: { password: 'hunter2' } })
  })

  test('accounts cannot name the server’s own files: those may not lie where theirs do', () => {
    expect(told({ MUSTER_SECRETS_FOLDER: folder })).toBe(
      `MUSTER_SECRETS_FOLDER: accounts could name ${keysFile}, which lies there; give theirs a folder, or by MUSTER_SECRETS_PREFIX names, of their own`,
    )
    expect(told({ MUSTER_SECRETS_FOLDER: folder, MUSTER_SECRETS_PREFIX: '../' })).toMatch(/^MUSTER_SECRETS_PREFIX/)
  })

  test('of accounts are looked at too, one by one; the folder need not be there', async () => {
    const secrets = join(folder, 'secrets')
    expect(config({ MUSTER_SECRETS_FOLDER: secrets }).secrets.folder).toBe(secrets)
    await mkdir(join(secrets, 'old'), { recursive: true })
    await writeFile(join(secrets, 'svc-a'), 'x', { mode: 0o600 })
    expect(config({ MUSTER_SECRETS_FOLDER: secrets }).secrets.folder).toBe(secrets)
    await writeFile(join(secrets, 'svc-b'), 'x')
    await chmod(join(secrets, 'svc-b'), 0o644)
    expect(told({ MUSTER_SECRETS_FOLDER: secrets })).toMatch(/^MUSTER_SECRETS_FOLDER: anybody .* may open .*svc-b;/)
  })
})

test('variables that are missing or of another kind are told by name, all at once', () => {
  expect(
    told({ MUSTER_PORT: 'http', MUSTER_PROFILE: 'test' })
      .split('\n')
      .map((line) => line.split(':')[0]),
  ).toEqual(['MUSTER_PROFILE', 'MUSTER_PORT'])
})

test.each([
  ['MUSTER_ENTRA_ENDPOINTS', 'https://entra.example.test'],
  ['MUSTER_TEST_CLOCK_OFFSET', '60000'],
])('%s is refused in production', (variable, value) => {
  expect(told({ [variable]: value })).toBe(`${variable} is for the demo profile only`)
})

test('pages talk to Microsoft’s global cloud, unless others are named', () => {
  expect(config().entraClouds).toEqual(['login.microsoftonline.com'])
  expect(config({ MUSTER_ENTRA_CLOUDS: 'us' }).entraClouds).toEqual(['login.microsoftonline.us'])
  expect(told({ MUSTER_ENTRA_CLOUDS: 'mars' })).toMatch(/^MUSTER_ENTRA_CLOUDS: "mars" is none of/)
})

test('the demo profile relaxes limits, unless it is to run with the production numbers', () => {
  const demo = { MUSTER_PROFILE: 'demo', MUSTER_ORIGIN: 'http://localhost:4400' }
  expect(config(demo).settings.rateFactor).toBe(100)
  expect(config({ ...demo, MUSTER_DEMO_LIMITS: 'production' }).settings.rateFactor).toBe(1)
  expect(config().settings.rateFactor).toBe(1)
})

test('the demo profile ends quickly, unless it is to end as in production', () => {
  const demo = { MUSTER_PROFILE: 'demo', MUSTER_ORIGIN: 'http://localhost:4400' }
  expect(config(demo).drain).toBe('demo')
  expect(config({ ...demo, MUSTER_DEMO_DRAIN: 'production' }).drain).toBe('production')
  expect(config({ MUSTER_DEMO_DRAIN: 'demo' }).drain).toBe('production')
})

test('lines to the database and instances are counted: 16 and one, unless told', () => {
  expect(config()).toMatchObject({ storeConnections: 16, instances: 1 })
  expect(config({ MUSTER_STORE_CONNECTIONS: '8', MUSTER_INSTANCES: '4' })).toMatchObject({
    storeConnections: 8,
    instances: 4,
  })
  for (const wrong of ['1', '501', '4.5', 'many'])
    expect(told({ MUSTER_STORE_CONNECTIONS: wrong })).toMatch(/^MUSTER_STORE_CONNECTIONS: /)
  expect(told({ MUSTER_INSTANCES: '0' })).toMatch(/^MUSTER_INSTANCES: /)
})

describe('a relay', () => {
  test('stands for directories and mail: this process needs no mail server of its own', async () => {
    const path = join(folder, 'relay.json')
    const { portal } = await freshRelayFiles({ relay: 'https://relay.acme.example' })
    await writeFile(path, JSON.stringify(portal), { mode: 0o600 })
    expect(config({ MUSTER_RELAY_FILE: path, MUSTER_SMTP_URL: undefined }).neighbours).toEqual({
      kind: 'relay',
      relay: portal,
    })
    await writeFile(path, JSON.stringify({ ...portal, url: 'http://relay.acme.example' }))
    const said = told({ MUSTER_RELAY_FILE: path })
    expect(said).toMatch(/^MUSTER_RELAY_FILE: .*url: must be an origin/)
    expect(said).not.toContain(portal.signing[0]?.d)
  })

  test('or a mail server: one of them must be named', () => {
    expect(told({ MUSTER_SMTP_URL: undefined })).toBe('MUSTER_SMTP_URL: is not set')
  })
})
