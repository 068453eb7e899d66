import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshRelayFiles } from './adapters/relay-files.ts'
import { ConfigError } from './config-error.ts'
import { readRelayConfig } from './relay-config.ts'

let folder = ''
let base: Record<string, string> = {}
const files = await freshRelayFiles({ relay: 'https://relay.acme.example', portal: 'https://enroll.acme.example' })
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-relay-'))
  for (const [name, text] of [
    ['relay.json', JSON.stringify(files.relay)],
    ['portal.json', JSON.stringify(files.portal)],
    ['cert.pem', 'a certificate'],
    ['key.pem', 'a key'],
  ] as const)
    await writeFile(join(folder, name), text, { mode: 0o600 })
  base = {
    MUSTER_RELAY_KEYS_FILE: join(folder, 'relay.json'),
    MUSTER_SMTP_URL: 'smtp://mail.acme.example',
    MUSTER_SMTP_FROM: 'enroll@acme.example',
    MUSTER_SECRETS_FOLDER: join(folder, 'none'),
    MUSTER_DIRECTORY_NETWORKS: '10.0.0.0/8',
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const config = (more: Record<string, string> = {}) => readRelayConfig({ ...base, ...more })
const told = (more: Record<string, string>): string => {
  try {
    config(more)
    return 'nothing'
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

test('keys and mail server are enough: it listens on this machine alone', () => {
  expect(config()).toMatchObject({
    profile: 'production',
    file: files.relay,
    listen: { host: '127.0.0.1', port: 4410 },
    private: { host: '127.0.0.1', port: 4411 },
    smtp: { url: 'smtp://mail.acme.example', from: 'enroll@acme.example' },
  })
})

test.each(['MUSTER_RELAY_KEYS_FILE', 'MUSTER_SMTP_URL', 'MUSTER_SMTP_FROM'])('%s must be set', (name) => {
  const { [name]: _, ...rest } = base
  expect(() => readRelayConfig(rest)).toThrow(`${name}: is not set`)
})

test('the portal’s file is not taken for the relay’s, and nothing in it is repeated', () => {
  const said = told({ MUSTER_RELAY_KEYS_FILE: join(folder, 'portal.json') })
  expect(said).toMatch(/^MUSTER_RELAY_KEYS_FILE: .*"muster relay init" makes these files$/)
  expect(said).not.toContain(files.portal.signing[0]?.d)
})

describe('what other machines reach', () => {
  const [cert, key] = ['MUSTER_RELAY_TLS_CERT_FILE', 'MUSTER_RELAY_TLS_KEY_FILE'] as const
  const own = () => ({ [cert]: join(folder, 'cert.pem'), [key]: join(folder, 'key.pem') })

  test('is encrypted, or something in front does it, which is said', () => {
    expect(told({ MUSTER_RELAY_HOST: '0.0.0.0' })).toContain('MUSTER_RELAY_TLS_CERT_FILE')
    expect(config({ MUSTER_RELAY_HOST: '0.0.0.0', ...own() }).listen.tls).toEqual({
      cert: 'a certificate',
      key: 'a key',
    })
    expect(config({ MUSTER_RELAY_HOST: '0.0.0.0', MUSTER_RELAY_TLS: 'proxy' }).listen.tls).toBeUndefined()
  })

  test.each([cert, key])('%s alone is half of it', (name) => {
    const { [name]: only } = own()
    expect(told({ [name]: only ?? '' })).toContain('belong together')
  })
})

test('where directories may be is the relay’s own to say, for public addresses too', () => {
  const { addressFault } = config({ MUSTER_DIRECTORY_NETWORKS: '10.0.0.0/24,8.8.4.0/24' }).directoryHosts
  expect(['10.0.0.5', '8.8.4.4'].map(addressFault)).toEqual([undefined, undefined])
  for (const address of ['10.0.1.5', '8.8.8.8', '2606:4700::1111'])
    expect(addressFault(address)).toContain('MUSTER_DIRECTORY_NETWORKS')
  expect(told({ MUSTER_DIRECTORY_NETWORKS: '' })).toContain('MUSTER_DIRECTORY_NETWORKS: is not set')
})

test('no account can name a file of the relay’s own', () => {
  expect(told({ MUSTER_SECRETS_FOLDER: folder })).toContain(`accounts could name ${join(folder, 'relay.json')}`)
  expect(config({ MUSTER_SECRETS_FOLDER: folder, MUSTER_SECRETS_PREFIX: 'secrets_' }).secrets.prefix).toBe('secrets_')
})
