import { Problem } from '@muster/shared/problem'
import { describe, expect, test } from 'vitest'
import type { Ports } from '../ports/ports.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { stillPortal } from '../testing/still-portal.ts'
import { createApp } from './app.ts'
import { apiHeaders } from './protection.ts'

const most = 10

/** A portal whose store hangs until it is let go, so that whatever comes stays in flight. */
const hangingPortal = async () => {
  const { ports, origin } = await stillPortal()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const inFlight: number[] = []
  const shed: string[] = []
  let isHanging = true
  let comers = 0
  let place: string | undefined
  const store: Ports['enrollments'] = {
    ...ports.enrollments,
    load: async (cookie) => {
      if (isHanging) await released
      return ports.enrollments.load(cookie)
    },
  }
  const accounts: Ports['accounts'] = {
    ...ports.accounts,
    find: async (name) => {
      if (isHanging) await released
      return ports.accounts.find(name)
    },
  }
  const app = createApp(
    { ...ports, accounts, enrollments: store, settings: { ...ports.settings, requestsInFlight: most } },
    {
      origin,
      trustedProxies: [],
      // Everybody from somewhere else, unless a test has them come from one place.
      peerAddress: () => place ?? `192.0.2.${(comers += 1)}`,
      log: () => undefined,
      load: { inFlight: (now) => inFlight.push(now), shed: (worth) => shed.push(worth) },
    },
  )
  const send = async (method: string, path: string, body: object = {}) =>
    app.request(`${origin}${path}`, {
      method,
      headers: { origin, 'content-type': 'application/json', cookie: `__Host-enrollment=${'x'.repeat(43)}` },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    })
  const pending: Promise<Response>[] = []
  /** Sends so many and leaves them hanging. */
  const fill = async (times: number, path = '/api/enrollment/email-code', body: object = { code: '12345678' }) => {
    for (let index = 0; index < times; index += 1) pending.push(send('POST', path, body))
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  /** Whether a call is let in: it hangs; one that is shed is answered at once. */
  const isLetIn = async (method: string, path: string, body: object = {}): Promise<boolean> => {
    const before = shed.length
    const answer = send(method, path, body)
    pending.push(answer)
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    return shed.length === before
  }
  const letGo = async () => {
    isHanging = false
    release()
    await Promise.all(pending)
  }
  const comeFrom = (address: string | undefined) => {
    place = address
  }
  return { send, fill, isLetIn, letGo, comeFrom, inFlight, shed }
}

const begin = [
  ['POST', '/api/enrollment', { account: 'new-ad-2' }],
  ['GET', '/api/accounts/new-ad-2', {}],
  ['GET', '/api/accounts/new-ad-2/logo', {}],
] as const
const goOn = [
  ['GET', '/api/enrollment', {}],
  ['DELETE', '/api/enrollment', {}],
  ['POST', '/api/enrollment/identity', { username: 'ana', domain: 'corp.example.test' }],
  ['POST', '/api/enrollment/password', { password: 'x' }],
  ['POST', '/api/enrollment/email-code/resend', {}],
] as const
const finish = [
  ['POST', '/api/enrollment/email-code', { code: '12345678' }],
  ['POST', '/api/enrollment/entra-sign-in', { idToken: 'x' }],
  ['POST', '/api/enrollment/device', { platform: 'ios' }],
] as const

describe.each([
  ['8 of 10: beginnings', 8, begin[0], { begin: false, goOn: true, finish: true }],
  ['10 of 10: all but proofs and registrations', 10, goOn[0], { begin: false, goOn: false, finish: true }],
  ['15 of 10: everything', 15, finish[0], { begin: false, goOn: false, finish: false }],
] as const)('sent away at %s', (_what, inFlight, [method, path, body], letIn) => {
  test.each([
    ...begin.map((call) => [...call, letIn.begin] as const),
    ...goOn.map((call) => [...call, letIn.goOn] as const),
    ...finish.map((call) => [...call, letIn.finish] as const),
  ])('%s %s %j let in: %s', async (...[itsMethod, itsPath, itsBody, expected]) => {
    const portal = await hangingPortal()
    await portal.fill(inFlight)
    expect(await portal.isLetIn(itsMethod, itsPath, itsBody)).toBe(expected)
    await portal.letGo()
  })

  test('and not with one fewer in flight', async () => {
    const portal = await hangingPortal()
    await portal.fill(inFlight - 1)
    expect(await portal.isLetIn(method, path, body)).toBe(true)
    await portal.letGo()
  })
})

test('whoever is sent away gets 503 as a problem, a time that differs, and the headers of every answer', async () => {
  const portal = await hangingPortal()
  await portal.fill(15)
  const answers = await Promise.all(Array.from({ length: 40 }, () => portal.send('POST', '/api/enrollment', {})))
  const waits = new Set(answers.map(({ headers }) => Number(headers.get('retry-after'))))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
  expect(waits.size).toBeGreaterThan(1)
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(2)
  expect(Math.max(...waits)).toBeLessThanOrEqual(10)
  const [answer] = answers
  expect(Problem.parse(await answer?.json())).toMatchObject({ code: 'unavailable', status: 503 })
  expect(answer?.headers.get('content-type')).toBe('application/problem+json')
  for (const [name, value] of Object.entries(apiHeaders)) expect(answer?.headers.get(name)).toBe(value)
  await portal.letGo()
})

test('what is answered is no longer in flight, and what was sent away never was', async () => {
  const portal = await hangingPortal()
  await portal.fill(15)
  await portal.fill(5)
  expect(portal.shed).toEqual(Array.from({ length: 5 }, () => 'finish'))
  await portal.letGo()
  expect(Math.max(...portal.inFlight)).toBe(15)
  expect(portal.inFlight.at(-1)).toBe(0)
  expect((await portal.send('GET', '/api/accounts/new-ad-2')).status).toBe(200)
})

test('one address holds a fifth at most, whatever its calls are worth, and sheds nobody else', async () => {
  const portal = await hangingPortal()
  portal.comeFrom('198.51.100.7')
  await portal.fill(2)
  for (const [method, path, body] of [...begin, ...goOn, ...finish])
    expect(await portal.isLetIn(method, path, body)).toBe(false)
  portal.comeFrom(undefined)
  for (const [method, path, body] of finish) expect(await portal.isLetIn(method, path, body)).toBe(true)
  await portal.letGo()
  portal.comeFrom('198.51.100.7')
  expect((await portal.send('GET', '/api/accounts/new-ad-2')).status).toBe(200)
})

test('what ends in trouble is no longer in flight either', async () => {
  const { ports, origin } = await stillPortal()
  const inFlight: number[] = []
  const down: Ports = {
    ...ports,
    accounts: { ...ports.accounts, find: () => Promise.reject(new StoreUnavailable('down')) },
  }
  const app = createApp(down, {
    origin,
    trustedProxies: [],
    peerAddress: () => '192.0.2.1',
    log: () => undefined,
    load: { inFlight: (now) => inFlight.push(now), shed: () => undefined },
  })
  expect((await app.request(`${origin}/api/accounts/new-ad-2`)).status).toBe(503)
  expect(inFlight).toEqual([1, 0])
})
