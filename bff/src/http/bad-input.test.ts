import { routes } from '@muster/shared/contract'
import { Problem, problemStatus } from '@muster/shared/problem'
import type { Step, StepKind } from '@muster/shared/step'
import { describe, expect, test } from 'vitest'
import { arriveAt, arrivals, current } from '../testing/arrive.ts'
import { mailedCode, newKey, tokenFor } from '../testing/person-answers.ts'
import { stillPortal } from '../testing/still-portal.ts'
import type { Browser } from '../testing/browser.ts'
import { directoryPassword } from '../testing/example-world.ts'
import type { SimulatedPortal } from '../testing/simulated-portal.ts'

type Call = {
  readonly name: keyof typeof routes
  readonly page: StepKind
  readonly body: (portal: SimulatedPortal, step: Step) => Promise<object>
  readonly then: StepKind
}

const fixed = (body: object) => () => Promise.resolve(body)

/** Every call with a body: the page it belongs to, a good body, and where that leads. */
const calls: readonly Call[] = [
  { name: 'open', page: 'identify', body: fixed({ account: 'new-ad-2' }), then: 'identify' },
  { name: 'extend', page: 'device', body: fixed({}), then: 'device' },
  { name: 'identity', page: 'identify', body: fixed({ username: 'ana', domain: '' }), then: 'password' },
  {
    name: 'credentials',
    page: 'credentials',
    body: fixed({ username: 'ana', domain: '', password: directoryPassword }),
    then: 'email-code',
  },
  { name: 'password', page: 'password', body: fixed({ password: directoryPassword }), then: 'email-code' },
  {
    name: 'newPassword',
    page: 'new-password',
    body: fixed({ oldPassword: directoryPassword, newPassword: 'Directory-2!' }),
    then: 'email-code',
  },
  {
    name: 'entraSignIn',
    page: 'entra-sign-in',
    body: async (_portal, step) => (step.kind === 'entra-sign-in' ? { idToken: tokenFor(step, 'eva') } : {}),
    then: 'email-code',
  },
  {
    name: 'emailCode',
    page: 'email-code',
    body: async (portal) => ({ code: await mailedCode(portal) }),
    then: 'device',
  },
  { name: 'resend', page: 'email-code', body: fixed({}), then: 'email-code' },
  { name: 'device', page: 'device', body: fixed({ platform: 'ios' }), then: 'enrolled' },
]

type Sent = { readonly body: string | Uint8Array<ArrayBuffer>; readonly headers: Record<string, string | undefined> }
type Bad = {
  readonly what: string
  readonly code: keyof typeof problemStatus
  readonly make: (good: Sent, name: string) => Sent
}

const encode = (text: string) => new TextEncoder().encode(text)
const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) })
const bodied = (body: Sent['body']) => (good: Sent) => ({ ...good, body })
const headed = (headers: Sent['headers']) => (good: Sent) => ({ ...good, headers: { ...good.headers, ...headers } })
const keyed = (json: string) => (good: Sent) => ({
  ...good,
  body: String(good.body).replace('{', `{${json}${good.body === '{}' ? '' : ','}`),
})

const bad: readonly Bad[] = [
  { what: 'no cookie', code: 'no-enrollment', make: headed({ cookie: undefined }) },
  {
    what: 'a cookie of nobody',
    code: 'no-enrollment',
    make: headed({ cookie: `__Host-enrollment=${'a'.repeat(43)}` }),
  },
  {
    what: 'a cookie that cannot be decoded',
    code: 'no-enrollment',
    make: headed({ cookie: '__Host-enrollment=%E0%A4%A' }),
  },
  {
    what: 'two cookies',
    code: 'malformed',
    make: (good) => headed({ cookie: `${good.headers['cookie']}; __Host-enrollment=x` })(good),
  },
  { what: 'another origin', code: 'forbidden-origin', make: headed({ origin: 'https://evil.example.test' }) },
  {
    what: 'an origin that begins like ours',
    code: 'forbidden-origin',
    make: headed({ origin: 'https://portal.example.test.evil.test' }),
  },
  { what: 'the origin null', code: 'forbidden-origin', make: headed({ origin: 'null' }) },
  { what: 'no origin', code: 'forbidden-origin', make: headed({ origin: undefined }) },
  { what: 'our origin from another site', code: 'forbidden-origin', make: headed({ 'sec-fetch-site': 'cross-site' }) },
  { what: 'our origin from a sibling site', code: 'forbidden-origin', make: headed({ 'sec-fetch-site': 'same-site' }) },
  { what: 'a text', code: 'unsupported-media-type', make: headed({ 'content-type': 'text/plain' }) },
  {
    what: 'a form',
    code: 'unsupported-media-type',
    make: headed({ 'content-type': 'application/x-www-form-urlencoded' }),
  },
  { what: 'no content type', code: 'unsupported-media-type', make: headed({ 'content-type': '' }) },
  {
    what: 'another charset',
    code: 'unsupported-media-type',
    make: headed({ 'content-type': 'application/json; charset=latin1' }),
  },
  { what: 'a coding', code: 'unsupported-media-type', make: headed({ 'content-encoding': 'gzip' }) },
  {
    what: 'a huge body',
    code: 'too-large',
    make: (good, name) => bodied(String(good.body).padEnd(name === 'entraSignIn' ? 32_769 : 16_385))(good),
  },
  { what: 'an empty body', code: 'malformed', make: bodied('') },
  { what: 'half of a JSON text', code: 'malformed', make: (good) => bodied(String(good.body).slice(0, -1))(good) },
  { what: 'two JSON texts', code: 'malformed', make: (good) => bodied(`${good.body}${good.body}`)(good) },
  {
    what: 'bytes that are not UTF-8',
    code: 'malformed',
    make: bodied(new Uint8Array([...encode('{"username":"'), 0xff, 0xfe, ...encode('"}')])),
  },
  {
    what: 'a byte-order mark',
    code: 'malformed',
    make: (good) => bodied(new Uint8Array([0xef, 0xbb, 0xbf, ...encode(String(good.body))]))(good),
  },
  { what: 'six levels of objects', code: 'malformed', make: keyed(`"deep":${JSON.stringify(nested(5))}`) },
  { what: 'thousands of levels of lists', code: 'malformed', make: bodied('['.repeat(8000) + ']'.repeat(8000)) },
  { what: '__proto__', code: 'malformed', make: keyed('"__proto__":{"admin":true}') },
  { what: '__proto__ further down', code: 'malformed', make: keyed('"a":{"__proto__":1}') },
  { what: 'a key nobody knows', code: 'malformed', make: keyed('"step":"device"') },
  {
    what: 'every key twice',
    code: 'malformed',
    make: (good) =>
      bodied(good.body === '{}' ? '{"a":1,"a":1}' : `${String(good.body).slice(0, -1)},${String(good.body).slice(1)}`)(
        good,
      ),
  },
  { what: 'a list', code: 'malformed', make: (good) => bodied(`[${good.body}]`)(good) },
  { what: 'null', code: 'malformed', make: bodied('null') },
  { what: 'a number', code: 'malformed', make: bodied('7') },
  {
    what: 'values of other types',
    code: 'malformed',
    make: (good) => bodied(String(good.body).replaceAll(/:("[^"]*"|\d+)/g, ':{"$ne":""}'))(good),
  },
]

const goodRequest = async (
  portal: SimulatedPortal,
  { name, body }: Call,
  browser: Browser,
  step: Step,
): Promise<Sent> => ({
  body: JSON.stringify(await body(portal, step)),
  headers: {
    origin: portal.origin,
    'content-type': 'application/json',
    cookie: `__Host-enrollment=${browser.cookie}`,
    ...(name === 'device' ? newKey() : {}),
  },
})

const send = (portal: SimulatedPortal, { name }: Call, { body, headers }: Sent) => {
  const present = Object.entries(headers).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  )
  return portal.app.request(`${portal.origin}${routes[name].path}`, {
    method: 'POST',
    headers: Object.fromEntries(present),
    body,
  })
}

/** A call with nothing in its body cannot have values of another type; opening needs no cookie. */
const applies = (call: Call, { what }: Bad): boolean =>
  !(what === 'values of other types' && (call.name === 'extend' || call.name === 'resend')) &&
  !(call.name === 'open' && /^(no cookie|a cookie)/.test(what))

const rows = calls.flatMap((call) =>
  bad
    .filter((one) => applies(call, one))
    .map((one) => ({ call, one, name: call.name, what: one.what, code: one.code })),
)

describe('bad input gives a problem of the contract, and nothing is lost', () => {
  test('the table has every call of the contract that takes a body', () => {
    const withBody = Object.values(routes).flatMap(({ name, body }) => (body === undefined ? [] : [name]))
    expect(calls.map(({ name }) => name).toSorted()).toEqual(withBody.toSorted())
  })

  test.each(rows)('$name with $what: $code', async ({ call, one }) => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, call.page)
    const good = await goodRequest(portal, call, browser, step)
    const before = await current(browser)
    const response = await send(portal, call, one.make(good, call.name))
    expect(response.status).toBe(problemStatus[one.code])
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(/__Host-enrollment=([^;]*)/.exec(response.headers.get('set-cookie') ?? '')?.[1] ?? browser.cookie).toBe(
      browser.cookie,
    )
    const problem = Problem.parse(await response.json())
    expect(problem.code).toBe(one.code)
    expect(problem.reference).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/)
    expect(portal.logged).toEqual([])
    // The page is as it was, and the right submission goes on from there.
    expect(await current(browser)).toEqual(before)
    if (call.name === 'resend') portal.advance(60_000)
    const again = await send(portal, call, good)
    expect(await again.json()).toMatchObject({ kind: call.then })
  })
})

test.each(calls)('$name with a body of just the size that is allowed goes on', async (call) => {
  const portal = await stillPortal()
  const { browser, step } = await arriveAt(portal, call.page)
  if (call.name === 'resend') portal.advance(60_000)
  const good = await goodRequest(portal, call, browser, step)
  const body = String(good.body).padEnd(call.name === 'entraSignIn' ? 32_768 : 16_384)
  expect(await (await send(portal, call, { ...good, body })).json()).toMatchObject({ kind: call.then })
})

describe('a call at another step', () => {
  const belongs: Readonly<Record<string, readonly string[]>> = {
    identity: ['new identify', 'new password', 'new new-password', 'new entra-sign-in', 'new email-code'],
    credentials: ['existing credentials', 'existing new-password', 'existing email-code'],
    password: ['new password'],
    newPassword: ['new new-password', 'existing new-password'],
    entraSignIn: ['new entra-sign-in'],
    emailCode: ['new email-code', 'existing email-code'],
    resend: ['new email-code', 'existing email-code'],
    device: ['new device'],
  }
  const bodies: Readonly<Record<string, object>> = {
    identity: { username: 'ana', domain: '' },
    credentials: { username: 'ana', domain: '', password: directoryPassword },
    password: { password: directoryPassword },
    newPassword: { oldPassword: directoryPassword, newPassword: 'Directory-2!' },
    entraSignIn: { idToken: 'a.b.c' },
    emailCode: { code: '12345678' },
    resend: {},
    device: { platform: 'ios' },
  }
  const wrong = calls.flatMap((call) =>
    arrivals
      .filter(({ page, workflow }) => belongs[call.name]?.includes(`${workflow} ${page}`) === false)
      .map(({ page, workflow, arrive }) => ({ call, name: call.name, page, workflow, arrive })),
  )

  test.each(wrong)('$name at $page ($workflow workflow): wrong-step, and the page stays', async ({ call, arrive }) => {
    const portal = await stillPortal()
    const browser = await arrive(portal)
    const before = await current(browser)
    const asked = portal.neighbours.journal.length
    const path = routes[call.name].path.replace('/api/enrollment', '')
    expect(await browser.problem(path, bodies[call.name], newKey())).toMatchObject({ status: 409, code: 'wrong-step' })
    expect(await current(browser)).toEqual(before)
    expect(portal.neighbours.journal).toHaveLength(asked)
  })
})

describe('a call after the time is over', () => {
  test.each(calls.filter(({ name }) => name !== 'open'))(
    '$name: the answer is the step `expired`, and nothing happens',
    async (call) => {
      const portal = await stillPortal()
      const { browser, step } = await arriveAt(portal, call.page)
      const good = await goodRequest(portal, call, browser, step)
      const asked = portal.neighbours.journal.length
      portal.advance(20 * 60_000)
      const response = await send(portal, call, good)
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({ kind: 'expired' })
      expect(portal.neighbours.journal).toHaveLength(asked)
      expect(await portal.store.administration.devices({ most: 10 })).toEqual([])
    },
  )

  test('open: the same link begins anew', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'email-code')
    portal.advance(20 * 60_000)
    const fresh = await browser.send('POST', '/api/enrollment', { account: 'new-ad-2' })
    expect(fresh.status).toBe(201)
    expect(fresh.body).toMatchObject({ kind: 'identify' })
    expect(fresh.body).not.toMatchObject({ reference: step.reference })
  })
})

describe('calls that are none', () => {
  test.each([
    ['GET', '/api'],
    ['GET', '/api/other'],
    ['POST', '/api/enrollment/other'],
    ['PUT', '/api/enrollment'],
    ['GET', '/api/enrollment/password'],
    ['GET', '/api/accounts/'],
    ['GET', '/api/accounts/new-ad-2/other'],
    ['TRACE', '/api/enrollment'],
  ])('%s %s: a problem with status 404', async (method, path) => {
    const portal = await stillPortal()
    // undici refuses to make a TRACE request at all; the app would not know it either.
    if (method === 'TRACE') return expect(() => new Request(portal.origin, { method })).toThrow()
    const response = await portal.app.request(`${portal.origin}${path}`, { method, headers: { origin: portal.origin } })
    expect(response.status).toBe(404)
    if (path === '/api') return
    expect(Problem.parse(await response.json())).toMatchObject({ status: 404 })
  })
})
