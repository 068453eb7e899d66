import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { BreakerEvent } from '../ports/breaker-event.ts'
import { type LocalWebServer, startLocalWebServer, type WebAnswer } from '../testing/local-web-server.ts'
import { keySet, newSigningKey, type SigningKey } from '../testing/minted-tokens.ts'
import { createEntraKeys, type FindKey } from './entra-keys.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

let web: LocalWebServer
let one: SigningKey
let two: SigningKey
let now: number
let events: BreakerEvent[]
let find: (kid: string) => ReturnType<FindKey>

beforeAll(async () => {
  ;[one, two] = await Promise.all([newSigningKey('one'), newSigningKey('two', 'https://own.example/v2.0')])
})
beforeEach(async () => {
  web = await startLocalWebServer()
  web.answer = () => ({ body: keySet(one) })
  now = Date.UTC(2026, 10, 24, 9)
  const findKey = createEntraKeys(globalThis.fetch, { now: () => now }, (event) => events.push(event))
  events = []
  find = (kid) => findKey(`${web.origin}/keys`, kid)
})
afterEach(() => web.stop())

const fetches = (): number => web.requests.length
const kindOf = async (kid: string) => (await find(kid)).kind

test('a server of keys that nobody has asked for a quarter of an hour is not said to be down any more', async () => {
  const told: string[] = []
  const findKey = createEntraKeys(globalThis.fetch, { now: () => now }, ({ state }) => told.push(state))
  const lost = () => findKey(`${web.origin}/lost`, 'one')
  web.answer = ({ path }) => (path === '/lost' ? { status: 500 } : { body: keySet(one) })
  await lost()
  now += 14 * minute
  await findKey(`${web.origin}/keys`, 'one')
  expect(told).toEqual(['open'])
  now += minute
  await findKey(`${web.origin}/keys`, 'one')
  await findKey(`${web.origin}/keys`, 'one')
  expect(told).toEqual(['open', 'closed'])
  expect((await lost()).kind).toBe('unavailable')
  expect(told).toEqual(['open', 'closed', 'open'])
})

test('a fetch is kept up once for all who wait, whatever becomes of the request that began it', async () => {
  const kept: Promise<void>[] = []
  const findKey = createEntraKeys(globalThis.fetch, { now: () => now }, undefined, (work) => kept.push(work))
  await Promise.all(Array.from({ length: 5 }, () => findKey(`${web.origin}/keys`, 'one')))
  expect(kept).toHaveLength(1)
  await expect(Promise.all(kept)).resolves.toEqual([undefined])
})

describe('keys are kept', () => {
  test('for an hour, with the issuer that is published beside them', async () => {
    expect(await find('one')).toMatchObject({
      kind: 'found',
      issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
    })
    now += hour - 1
    expect(await kindOf('one')).toBe('found')
    expect(fetches()).toBe(1)
    now += 1
    expect(await kindOf('one')).toBe('found')
    await vi.waitFor(() => expect(fetches()).toBe(2))
  })

  test('and serve at once when older, while the set is renewed beside that, once for all who come', async () => {
    let asked = 0
    const never = new Promise<Response>(() => {})
    // The second fetch has no end: whoever waited for it would wait for ever.
    const findKey = createEntraKeys((...request) => ((asked += 1) === 1 ? fetch(...request) : never), {
      now: () => now,
    })
    const kind = async () => (await findKey(`${web.origin}/keys`, 'one')).kind
    await kind()
    now += hour
    expect(new Set(await Promise.all(Array.from({ length: 20 }, kind)))).toEqual(new Set(['found']))
    expect(asked).toBe(2)
  })

  test('each in its own key set', async () => {
    const findKey = createEntraKeys(globalThis.fetch, { now: () => now })
    web.answer = ({ path }) => ({ body: path === '/a' ? keySet(one) : keySet(two) })
    expect((await findKey(`${web.origin}/a`, 'one')).kind).toBe('found')
    expect((await findKey(`${web.origin}/b`, 'one')).kind).toBe('unknown')
    expect(await findKey(`${web.origin}/b`, 'two')).toMatchObject({ kind: 'found', issuer: 'https://own.example/v2.0' })
  })

  test('through one fetch for many who come at once', async () => {
    expect(new Set(await Promise.all(Array.from({ length: 50 }, () => kindOf('one'))))).toEqual(new Set(['found']))
    expect(fetches()).toBe(1)
  })
})

describe('an unknown identifier', () => {
  test('finds a key that was rotated in', async () => {
    await find('one')
    web.answer = () => ({ body: keySet(two) })
    now += 30 * second
    expect(await kindOf('two')).toBe('found')
    expect(await kindOf('one')).toBe('unknown')
  })

  test('makes us fetch at most once in 30 seconds', async () => {
    await find('one')
    for (let tries = 0; tries < 50; tries += 1) expect(await kindOf(`forged-${tries}`)).toBe('unknown')
    now += 30 * second - 1
    expect(await kindOf('forged')).toBe('unknown')
    expect(fetches()).toBe(1)
    now += 1
    expect(await kindOf('forged')).toBe('unknown')
    expect(await kindOf('one')).toBe('found')
    expect(fetches()).toBe(2)
  })

  test.each<WebAnswer>([{ status: 500 }, 'hang-up', { body: 'no JSON' }])(
    'makes us fetch at most once in 30 seconds when the server answers %j',
    async (answer) => {
      await find('one')
      web.answer = () => answer
      now += 30 * second
      for (let tries = 0; tries < 50; tries += 1) expect(await kindOf(`forged-${tries}`)).toBe('unavailable')
      expect(await kindOf('one')).toBe('found')
      expect(fetches()).toBe(2)
    },
  )
})

describe('while the server fails', () => {
  test('kept keys serve for a day after they were fetched, and then no longer', async () => {
    await find('one')
    web.answer = () => ({ status: 500 })
    now += 24 * hour
    expect(await kindOf('one')).toBe('found')
    now += 1
    expect(await kindOf('one')).toBe('unavailable')
  })

  test('we ask again every 30 seconds, and have keys as soon as it answers', async () => {
    web.answer = () => ({ status: 500 })
    expect(await kindOf('one')).toBe('unavailable')
    web.answer = () => ({ body: keySet(one) })
    now += 30 * second - 1
    expect(await kindOf('one')).toBe('unavailable')
    now += 1
    expect(await kindOf('one')).toBe('found')
    expect(fetches()).toBe(2)
  })

  test('a stale set is renewed when it answers again', async () => {
    await find('one')
    web.answer = () => ({ status: 500 })
    now += 2 * hour
    expect(await kindOf('one')).toBe('found')
    web.answer = () => ({ body: keySet(two) })
    now += 30 * second
    // Once more, since it is there; then it is not.
    expect(await kindOf('one')).toBe('found')
    await vi.waitFor(async () => expect(await kindOf('one')).toBe('unknown'))
    expect(await kindOf('two')).toBe('found')
  })

  test('the first failure is told, and the first success after it, and nothing between', async () => {
    web.answer = () => ({ status: 500 })
    for (let tries = 0; tries < 3; tries += 1) {
      await find('one')
      now += 30 * second
    }
    expect(events).toEqual([{ dependency: 'jwks', state: 'open', because: 'Error: status 500' }])
    web.answer = () => ({ body: keySet(one) })
    await find('one')
    expect(events.slice(1)).toEqual([{ dependency: 'jwks', state: 'closed', because: 'the keys were fetched' }])
  })
})

describe('an answer is no key set', () => {
  const large = (size: number): string => keySet(one).replace('{', `{"more":"${'x'.repeat(size)}",`)

  test.each<[string, () => WebAnswer]>([
    ['a redirection', () => ({ status: 302, headers: { location: `${web.origin}/elsewhere` }, body: keySet(one) })],
    ['more than 256 KiB', () => ({ body: large(256 * 1024) })],
    ['another shape', () => ({ body: '[]' })],
    ['a key without its numbers', () => ({ body: '{"keys":[{"kid":"one","kty":"RSA"}]}' })],
    ['a page', () => ({ body: '<html>' })],
  ])('%s', async (_what, answer) => {
    web.answer = answer
    expect(await kindOf('one')).toBe('unavailable')
    expect(web.requests.map(({ path }) => path)).toEqual(['/keys'])
  })

  test('but a little less than 256 KiB is one', async () => {
    web.answer = () => ({ body: large(250 * 1024) })
    expect(await kindOf('one')).toBe('found')
  })

  test('two keys under one identifier are none', async () => {
    web.answer = () => ({ body: keySet(one, { ...two, jwk: { ...two.jwk, kid: 'one' } }) })
    expect(await kindOf('one')).toBe('unknown')
  })

  test('a key for encryption signs nothing', async () => {
    web.answer = () => ({ body: keySet({ ...one, jwk: { ...one.jwk, use: 'enc' } }) })
    expect(await kindOf('one')).toBe('unknown')
  })

  test('a silent server is given up after its time', async () => {
    // The clock of `AbortSignal.timeout` is the engine's: the signal itself is what a test can look at.
    const signals: (AbortSignal | null | undefined)[] = []
    const findKey = createEntraKeys(
      async (_url, init) => {
        signals.push(init?.signal)
        throw new DOMException('timed out', 'TimeoutError')
      },
      { now: () => now },
    )
    expect(await findKey('https://keys.example.test', 'one')).toEqual({ kind: 'unavailable' })
    expect(signals).toEqual([expect.any(AbortSignal)])
  })
})
