import { beforeAll, describe, expect, test } from 'vitest'
import { generateKeys } from './adapters/keys.ts'
import { freshRelayFiles, type RelayFiles } from './adapters/relay-files.ts'
import { ConfigError } from './config-error.ts'
import { demoSettings, standardSettings } from './domain/limits.ts'
import { readEdgeConfig } from './edge-config.ts'

const keys = generateKeys()
let files: RelayFiles
beforeAll(async () => {
  files = await freshRelayFiles({ relay: 'https://relay.acme.example', portal: 'https://enroll.acme.example' })
})

const store = 'postgres://muster@db.acme.example/muster'
const bindings = () => ({
  MUSTER_ORIGIN: 'https://enroll.acme.example',
  MUSTER_SMTP_FROM: 'Acme <enroll@acme.example>',
  MUSTER_KEYS: JSON.stringify(keys),
  MUSTER_RELAY: JSON.stringify(files.portal),
  MUSTER_STORE: store,
})

/** What the operator is told of these in place of the right ones. */
const told = (more: Readonly<Record<string, unknown>>): string => {
  try {
    readEdgeConfig({ ...bindings(), ...more })
    return 'nothing'
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

test('secrets are texts where elsewhere they are files, and the rest is as on a machine', () => {
  expect(readEdgeConfig(bindings())).toMatchObject({
    profile: 'production',
    origin: 'https://enroll.acme.example',
    from: 'Acme <enroll@acme.example>',
    trustedProxies: [],
    keys,
    relay: { url: 'https://relay.acme.example' },
    store,
    entraClouds: ['login.microsoftonline.com'],
    settings: standardSettings,
  })
})

test('the demo’s limits are for the demo', () => {
  const demo = { ...bindings(), MUSTER_PROFILE: 'demo' }
  expect(readEdgeConfig(demo).settings).toEqual({ ...demoSettings, limits: {} })
  expect(readEdgeConfig({ ...demo, MUSTER_DEMO_LIMITS: 'production' }).settings).toEqual({
    ...standardSettings,
    limits: {},
  })
})

describe('the store', () => {
  test('is what the pooler’s binding says, an object of the platform’s', () => {
    class Hyperdrive {
      get connectionString() {
        return 'postgresql://pooled@pooler.local/muster'
      }
    }
    const { MUSTER_STORE: _, ...rest } = bindings()
    expect(readEdgeConfig({ ...rest, HYPERDRIVE: new Hyperdrive() }).store).toBe(
      'postgresql://pooled@pooler.local/muster',
    )
  })

  test.each([
    ['two at once', { HYPERDRIVE: { connectionString: store } }, 'MUSTER_STORE: is set beside the binding HYPERDRIVE'],
    ['none', { MUSTER_STORE: undefined }, 'MUSTER_STORE: is not set, and there is no binding HYPERDRIVE'],
    ['a file', { MUSTER_STORE: 'sqlite:./muster.sqlite' }, 'MUSTER_STORE: '],
  ])('%s is refused by name', (_, more, words) => expect(told(more)).toContain(words))
})

test.each([
  ['MUSTER_KEYS', undefined, 'is not set'],
  ['MUSTER_KEYS', '{"cookieKey":"x"}', 'cookieKey must be a key'],
  ['MUSTER_RELAY', undefined, 'is not set'],
  ['MUSTER_RELAY', '{}', 'url: '],
  ['MUSTER_ORIGIN', 'http://enroll.acme.example', 'must be https in production'],
  ['MUSTER_ENTRA_ENDPOINTS', 'https://login.example', 'is for the demo profile only'],
  ['MUSTER_TEST_CLOCK_OFFSET', '60000', 'is for the demo profile only'],
  ['MUSTER_TRUSTED_PROXIES', '0.0.0.0/0', 'is everybody'],
])('%s=%s is told by name', (name, value, words) => {
  expect(told({ [name]: value })).toContain(name)
  expect(told({ [name]: value })).toContain(words)
})

test('what is wrong with a secret is told without a letter of it', () => {
  const { url, ...rest } = files.portal
  expect(told({ MUSTER_RELAY: JSON.stringify(rest) })).not.toContain(files.portal.signing[0]?.d)
  expect(told({ MUSTER_KEYS: JSON.stringify({ ...keys, extra: url }) })).not.toContain(keys.cookieKey)
})
