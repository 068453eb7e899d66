import { randomBytes, randomUUID } from 'node:crypto'
import { directoryPassword, domain } from '@muster/demo/world/people'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type Answer, type Attacker, codeFor, newAttacker, tally, wordOf } from '../world/attacker.ts'
import { restart } from '../world/clocks.ts'
import { type Database, openDatabase } from '../world/database.ts'
import { goodTokens } from '../world/hostile-tokens.ts'

let arena: Arena
let database: Database
beforeAll(async () => {
  arena = await startArena({
    name: 'attack-transaction',
    engine: 'postgres',
    fsync: false,
    instances: 2,
    settings: { responseFloor: 0, responseFloorSpread: 0, resendAfter: 0, provenOpenPerUser: 1000 },
  })
  database = openDatabase(arena.directStore)
})
afterAll(async () => {
  await database.close()
  await arena.stop()
})
/** How often is another file's subject. */
beforeEach(async () => {
  await database.rows('delete from rate_limit')
  await database.rows('delete from attempt_budget')
})

const ana = { username: 'ana', domain: domain.name }
const password = { password: directoryPassword }

const opened = async (account: string): Promise<Attacker> => {
  const browser = newAttacker(arena)
  expect((await browser.open(account)).status).toBe(201)
  return browser
}
const named = async (account: string): Promise<Attacker> => {
  const browser = await opened(account)
  expect((await browser.submit('identity', ana)).status).toBe(200)
  return browser
}
const atCode = async (account = 'new-ad-2'): Promise<{ readonly browser: Attacker; readonly code: string }> => {
  await database.rows('delete from rate_limit')
  const browser = await named(account)
  const step = await browser.submit('password', password)
  expect(wordOf(step)).toBe('email-code')
  return { browser, code: await codeFor(arena, step) }
}
const atDevice = async (account = 'new-ad-2'): Promise<Attacker> => {
  const { browser, code } = await atCode(account)
  expect(wordOf(await browser.submit('email-code', { code }))).toBe('device')
  return browser
}
const enrolled = async (): Promise<Attacker> => {
  const browser = await atDevice()
  expect(wordOf(await browser.submit('device', { platform: 'ios' }))).toBe('enrolled')
  return browser
}
/** Max must change his password, and this account lets him do it here. */
const atNewPassword = async (): Promise<Attacker> => {
  const browser = await opened('new-ad-1')
  await browser.submit('identity', { ...ana, username: 'max' })
  await browser.submit('password', password)
  return browser
}

const wellFormed = {
  identity: ana,
  credentials: { ...ana, ...password },
  password,
  'new-password': { oldPassword: directoryPassword, newPassword: 'Another-One-1!' },
  'entra-sign-in': { idToken: 'a.b.c', accessToken: 'a.b.c' },
  'email-code': { code: '12345678' },
  'email-code/resend': {},
  device: { platform: 'ios' },
} as const
const calls = Object.entries(wellFormed)

/** The calls that a state is for; whoever has a name may give another one, which drops every proof. */
const states: readonly (readonly [state: string, prepare: () => Promise<Attacker>, takes: readonly string[]])[] = [
  ['identify', () => opened('new-ad-2'), ['identity']],
  ['credentials', () => opened('existing-ad-2'), ['credentials']],
  ['password', () => named('new-ad-2'), ['identity', 'password']],
  ['new-password', atNewPassword, ['identity', 'new-password']],
  ['entra-sign-in', () => named('new-entra-2'), ['identity', 'entra-sign-in']],
  ['email-code', async () => (await atCode()).browser, ['identity', 'email-code', 'email-code/resend']],
  ['device', () => atDevice(), ['device']],
  ['enrolled', enrolled, []],
  [
    'refused',
    async () => {
      const browser = await named('new-entra-2')
      await browser.submit('entra-sign-in', { error: 'access_denied' })
      return browser
    },
    [],
  ],
]

const standing = async (browser: Attacker) => {
  const { headers, body } = await browser.current()
  return { tag: headers.get('etag'), kind: body['kind'], proven: body['factors'] }
}

describe('a call at another step proves nothing', () => {
  test.each(states)('%s', async (state, prepare, takes) => {
    const browser = await prepare()
    const before = await standing(browser)
    expect(before.kind).toBe(state)
    for (const [call, body] of calls.filter(([name]) => !takes.includes(name))) {
      for (const at of arena.instances) {
        const answer = await browser.submit(call, body, { at })
        expect([call, answer.status, wordOf(answer)]).toEqual([call, 409, 'wrong-step'])
      }
    }
    expect(await standing(browser)).toEqual(before)
  })

  test.each(calls)('%s without an enrollment', async (call, body) => {
    expect(wordOf(await newAttacker(arena).submit(call, body))).toBe('no-enrollment')
  })

  test('expired: every call is told so, whatever it says', async () => {
    const second = arena.instances[1] ?? arena.portal
    const browsers = [await named('new-ad-2'), (await atCode()).browser, await atDevice()]
    await restart(second, { MUSTER_TEST_CLOCK_OFFSET: String(20 * 60_000) })
    for (const browser of browsers) {
      for (const [call, body] of calls)
        expect([call, wordOf(await browser.submit(call, body, { at: second }))]).toEqual([call, 'expired'])
      expect(wordOf(await browser.say('extend', { body: {}, at: second }))).toBe('expired')
    }
    await restart(second, { MUSTER_TEST_CLOCK_OFFSET: '0' })
    // Nothing of it was saved: by the right clock they are where they were.
    expect(await Promise.all(browsers.map(async (browser) => (await standing(browser)).kind))).toEqual([
      'password',
      'email-code',
      'device',
    ])
  })
})

describe('what is no submission proves nothing', () => {
  const extras = {
    step: 'device',
    state: { kind: 'choosing-device' },
    proven: ['password', 'email-code'],
    account: 'acme',
    user: 'eve',
    factors: { counted: 2 },
    ok: true,
  }
  const bodies = (valid: object): readonly (readonly [string, unknown])[] => [
    ['nothing', ''],
    ['an empty list', []],
    ['null', 'null'],
    ['true', 'true'],
    ['a text', '"ok"'],
    ...Object.entries(extras).map(([key, value]) => [`and ${key}`, { ...valid, [key]: value }] as const),
    ...Object.keys(valid).flatMap((key) => [
      [`without ${key}`, Object.fromEntries(Object.entries(valid).filter(([other]) => other !== key))] as const,
      ...[null, '', [], {}, true, 1].map(
        (value) => [`${key} ${JSON.stringify(value)}`, { ...valid, [key]: value }] as const,
      ),
    ]),
  ]
  /** A blank domain is the default one; where an account wants an access token the token check misses it. */
  const mayBe = ['domain ""', 'without accessToken']

  test.each(states.filter(([, , takes]) => takes.length > 0))('%s', async (state, prepare, takes) => {
    const browser = await prepare()
    const before = await standing(browser)
    for (const [call, valid] of calls.filter(([name]) => takes.includes(name)))
      for (const [what, body] of bodies(valid).filter(([name]) => !mayBe.includes(name))) {
        const answer = await browser.say(call, { body })
        expect([call, what, answer.status, wordOf(answer)]).toEqual([call, what, 400, 'malformed'])
      }
    expect(await standing(browser)).toEqual(before)
    expect(before.kind).toBe(state)
  })
})

describe('twenty times the same step at once, at both instances', () => {
  test('identity: once', async () => {
    const browser = await opened('new-ad-2')
    const counts = tally(await browser.flood(10, 'identity', () => ana))
    expect(counts['password']).toBeGreaterThanOrEqual(1)
    const audited = (await database.auditOf((await browser.current()).body['reference'])).filter(
      ({ type }) => type === 'enroll.identified',
    )
    expect(audited).toHaveLength(counts['password'] ?? 0)
  })

  test('the right password: one code', async () => {
    const browser = await named('new-ad-2')
    const counts = tally(await browser.flood(20, 'password', () => password))
    expect(counts['email-code']).toBe(1)
    const audit = await database.auditOf((await browser.current()).body['reference'])
    expect(audit.filter(({ type }) => type === 'code.sent')).toHaveLength(1)
    const [code] = await database.rows(
      'select count(*)::int as count from one_time_code c join enrollment e on e.id = c.enrollment_id where e.reference = $1',
      (await browser.current()).body['reference'],
    )
    expect(code).toEqual({ count: 1 })
  })

  test('the device, under one key: one device, and the same answer', async () => {
    const browser = await atDevice()
    const headers = { 'Idempotency-Key': randomUUID() }
    const answers = await browser.flood(20, 'device', () => ({ platform: 'ios' }), { headers })
    const devices = answers.flatMap(({ body }) => (body['kind'] === 'enrolled' ? [JSON.stringify(body['device'])] : []))
    expect(devices.length).toBeGreaterThan(0)
    expect(new Set(devices).size).toBe(1)
    for (const answer of answers.filter(({ status }) => status !== 200))
      expect(['in-progress', 'too-many-requests']).toContain(wordOf(answer))
    const { body } = await browser.current()
    const count = await database.rows(
      'select count(*)::int as count from device d join enrollment e on e.id = d.enrollment_id where e.reference = $1',
      body['reference'],
    )
    expect(count).toEqual([{ count: 1 }])
  })

  test('the device, under a key each: one wins', async () => {
    const browser = await atDevice()
    const answers = await browser.flood(20, 'device', (nth) => ({ platform: 'ios', name: `Phone ${nth}` }))
    expect(tally(answers)['enrolled']).toBe(1)
    const audit = await database.auditOf((await browser.current()).body['reference'])
    expect(audit.filter(({ type }) => type === 'device.ok')).toHaveLength(1)
  })
})

describe('a page shows what it sends', () => {
  test('another tab’s step before: nothing is done', async () => {
    const browser = await opened('new-ad-2')
    const stale = (await browser.current()).headers.get('etag') ?? ''
    await browser.submit('identity', ana)
    for (const tap of arena.ldap) tap.clear()
    const before = await standing(browser)
    for (const tag of [stale, '"XXXX-XXXX.1"', 'W/"x"', '']) {
      const answer = await browser.submit('password', password, { headers: { 'If-Match': tag } })
      expect([tag, wordOf(answer)]).toEqual([tag, 'wrong-step'])
    }
    expect(await standing(browser)).toEqual(before)
    expect(arena.ldap.flatMap(({ binds }) => binds)).toEqual([])
    expect(wordOf(await browser.submit('password', password, { headers: { 'If-Match': before.tag ?? '' } }))).toBe(
      'email-code',
    )
  })

  test('another tab’s company: the password reaches no other directory', async () => {
    const browser = await named('new-ad-2')
    const page = (await browser.current()).headers.get('etag') ?? ''
    await browser.open('new-ad-1')
    await browser.submit('identity', ana)
    for (const tap of arena.ldap) tap.clear()
    expect(wordOf(await browser.submit('password', password, { headers: { 'If-Match': page } }))).toBe('wrong-step')
    expect(arena.ldap.flatMap(({ binds }) => binds)).toEqual([])
  })
})

describe('a browser is its cookie', () => {
  const as = (cookie: string) => ({ headers: { Cookie: cookie } })

  test('one that a stranger chose is not taken', async () => {
    const chosen = `__Host-enrollment=${randomBytes(32).toString('base64url')}`
    const answer = await newAttacker(arena).say('', { body: { account: 'new-ad-2' }, ...as(chosen) })
    expect(answer.status).toBe(201)
    expect(answer.headers.getSetCookie()[0]).not.toContain(chosen)
  })

  test('one that a stranger planted is worth nothing after the victim’s proof', async () => {
    const stranger = await opened('new-ad-2')
    const planted = stranger.cookie ?? ''
    const victim = newAttacker(arena)
    victim.cookie = planted
    await victim.submit('identity', ana)
    await victim.submit('password', password)
    expect(victim.cookie).not.toBe(planted)
    // The page's next look is enough: the planted one is over at once, not after its two minutes.
    await victim.current()
    for (const [call, body] of calls)
      expect([call, wordOf(await stranger.submit(call, body, as(planted)))]).toEqual([call, 'no-enrollment'])
    expect(wordOf(await victim.current())).toBe('email-code')
  })

  test('another browser’s enrollment is not reached by its reference, its tag or its id', async () => {
    const victim = await atDevice()
    const { body, headers } = await victim.current()
    const [row] = await database.rows(
      'select id, cookie_digest from enrollment where reference = $1',
      body['reference'],
    )
    for (const value of [body['reference'], headers.get('etag'), row?.['id'], row?.['cookie_digest']]) {
      const answer = await newAttacker(arena).submit(
        'device',
        { platform: 'ios' },
        as(`__Host-enrollment=${String(value).replaceAll('"', '')}`),
      )
      expect(wordOf(answer)).toBe('no-enrollment')
    }
  })

  test('starting over ends it everywhere', async () => {
    const browser = await atDevice()
    const cookie = browser.cookie ?? ''
    await browser.say('', { method: 'DELETE' })
    for (const at of arena.instances)
      expect(wordOf(await browser.submit('device', { platform: 'ios' }, { at, ...as(cookie) }))).toBe('no-enrollment')
  })

  test('a name given anew drops every proof', async () => {
    const { browser, code } = await atCode()
    expect((await browser.submit('identity', { ...ana, username: 'ben' })).body).toMatchObject({
      kind: 'password',
      factors: { counted: 0, proven: [] },
    })
    expect(wordOf(await browser.submit('email-code', { code }))).toBe('wrong-step')
    expect(wordOf(await browser.submit('device', { platform: 'ios' }))).toBe('wrong-step')
  })
})

describe('accounts are walls', () => {
  const requestFor = async (account: string): Promise<string> => {
    const { stdout, code } = await arena.runMuster(['request', 'create', '--account', account, '--user', 'ana'])
    expect(code).toBe(0)
    return /[0-9A-Za-z]{22}/.exec(stdout.slice(stdout.indexOf(`/${account}/`) + account.length + 2))?.[0] ?? ''
  }

  test('a request of one is unknown at another, as one that never was', async () => {
    const request = await requestFor('new-ad-2')
    const [elsewhere, invented] = await Promise.all(
      [request, 'A'.repeat(22)].map((id) => newAttacker(arena).say('', { body: { account: 'new-ad-1', request: id } })),
    )
    expect(elsewhere?.status).toBe(404)
    expect({ ...elsewhere?.body, reference: '' }).toEqual({ ...invented?.body, reference: '' })
    expect((await newAttacker(arena).say('', { body: { account: 'new-ad-2', request } })).status).toBe(201)
  })

  test('a request enrolls one device, though two browsers race for it', async () => {
    const request = await requestFor('new-ad-2')
    const race = []
    for (let nth = 0; nth < 2; nth += 1) {
      await database.rows('delete from rate_limit')
      const browser = newAttacker(arena)
      await browser.say('', { body: { account: 'new-ad-2', request } })
      await browser.submit('identity', ana)
      await browser.submit('email-code', { code: await codeFor(arena, await browser.submit('password', password)) })
      race.push(browser)
    }
    const answers = await Promise.all(
      race.map((browser, nth) =>
        browser.submit('device', { platform: 'ios' }, { at: arena.instances[nth] ?? arena.portal }),
      ),
    )
    expect(answers.map(wordOf).sort()).toEqual(['device-limit', 'enrolled'])
    expect((await newAttacker(arena).say('', { body: { account: 'new-ad-2', request } })).status).toBe(404)
  })

  test('opening another company’s link ends the proofs of the first', async () => {
    const browser = await atDevice()
    const cookie = browser.cookie ?? ''
    expect((await browser.open('new-ad-1')).body).toMatchObject({ kind: 'identify', factors: { proven: [] } })
    expect(wordOf(await browser.submit('device', { platform: 'ios' }, as(cookie)))).toBe('no-enrollment')
    expect(wordOf(await browser.submit('device', { platform: 'ios' }))).toBe('wrong-step')
  })
  const as = (cookie: string) => ({ headers: { Cookie: cookie } })
})

describe('an account that changes meanwhile', () => {
  const change = async (id: string, changes: object): Promise<void> => {
    const account = arena.accounts().find((one) => one.id === id)
    if (account === undefined) throw new Error(`no account ${id}`)
    await arena.apply([{ ...account, ...changes }])
  }

  test('closed: nobody goes on, and nobody registers', async () => {
    const { browser: code, code: digits } = await atCode()
    const browsers = [
      [await opened('new-ad-2'), 'identity', ana],
      [await named('new-ad-2'), 'password', password],
      [code, 'email-code', { code: digits }],
      [await atDevice(), 'device', { platform: 'ios' }],
    ] as const
    await change('new-ad-2', { status: 'closed' })
    for (const tap of arena.ldap) tap.clear()
    for (const [browser, call, body] of browsers) {
      expect([call, wordOf(await browser.submit(call, body))]).toEqual([call, 'wrong-step'])
      expect((await browser.current()).body).toMatchObject({ kind: 'refused', code: 'account-closed' })
    }
    expect(arena.ldap.flatMap(({ binds }) => binds)).toEqual([])
    expect((await newAttacker(arena).open('new-ad-2')).body).toMatchObject({ kind: 'refused', code: 'account-closed' })
    await change('new-ad-2', {})
  })

  test('on the other workflow: whoever has proven nothing is there, and the old way is shut', async () => {
    const browsers = [await opened('new-ad-2'), await named('new-ad-2')]
    await change('new-ad-2', { workflow: 'existing' })
    for (const browser of browsers) {
      for (const [call, body] of [
        ['identity', ana],
        ['password', password],
      ] as const)
        expect([call, wordOf(await browser.submit(call, body))]).toEqual([call, 'wrong-step'])
      expect((await browser.current()).body).toMatchObject({ kind: 'credentials', workflow: 'existing' })
    }
    await change('new-ad-2', {})
  })

  test('with other terms and platforms: what was agreed to before does not count', async () => {
    const browser = await atDevice()
    await change('new-ad-2', { platforms: ['android'], terms: { version: '2', text: 'New ones.' } })
    expect(wordOf(await browser.submit('device', { platform: 'ios' }))).toBe('platform-not-allowed')
    expect(wordOf(await browser.submit('device', { platform: 'android' }))).toBe('terms-required')
    expect(wordOf(await browser.submit('device', { platform: 'android', termsVersion: '1' }))).toBe('terms-required')
    await change('new-ad-2', {})
  })

  test('with one factor less or more: the plan is the one of its beginning', async () => {
    const browser = await named('new-ad-2')
    await change('new-ad-2', { portalFactor: 'single' })
    expect(wordOf(await browser.submit('password', password))).toBe('email-code')
    await change('new-ad-2', {})
  })
})

describe('a registration is one', () => {
  const register = (browser: Attacker, key: string | undefined, body: object, at = arena.portal): Promise<Answer> =>
    browser.submit('device', body, { at, headers: { 'Idempotency-Key': key } })

  test('again with its key and body: the same answer, at either instance', async () => {
    const [browser, key] = [await atDevice(), randomUUID()]
    const first = await register(browser, key, { platform: 'ios', name: 'One' })
    for (const at of arena.instances) {
      const again = await register(browser, key.toUpperCase(), { name: 'One', platform: 'ios' }, at)
      expect(again.text).toBe(first.text)
    }
    const audit = (await database.auditOf(first.body['reference'])).map(({ type }) => type)
    expect(audit.slice(-2)).toEqual(['device.ok', 'device.replay'])
  })

  test('again with another body, or key', async () => {
    const [browser, key] = [await atDevice(), randomUUID()]
    await register(browser, key, { platform: 'ios', name: 'One' })
    for (const body of [{ platform: 'ios' }, { platform: 'android', name: 'One' }, { platform: 'ios', name: 'one' }]) {
      const answer = await register(browser, key, body)
      expect([answer.status, wordOf(answer)]).toEqual([422, 'idempotency-key-reused'])
    }
    expect(wordOf(await register(browser, randomUUID(), { platform: 'ios', name: 'One' }))).toBe('wrong-step')
  })

  test('another enrollment’s key is another registration', async () => {
    const key = randomUUID()
    const answers = [
      await register(await atDevice(), key, { platform: 'ios' }),
      await register(await atDevice(), key, { platform: 'ios' }),
    ]
    const ids = answers.map(({ body }) => JSON.stringify(body['device']))
    expect(answers.map(wordOf)).toEqual(['enrolled', 'enrolled'])
    expect(new Set(ids).size).toBe(2)
  })

  test.each([
    [undefined, 'idempotency-key-required'],
    ['', 'malformed'],
    ['1', 'malformed'],
    ['0'.repeat(36), 'malformed'],
    [`${randomUUID()}, ${randomUUID()}`, 'malformed'],
  ])('the key %j: %s', async (key, word) => {
    const browser = await atDevice()
    const answer = await register(browser, key, { platform: 'ios' })
    expect([answer.status, wordOf(answer)]).toEqual([400, word])
    expect(wordOf(await browser.current())).toBe('device')
  })
})

describe('a row that somebody tampered with earns no device (STANDARD 1.3)', () => {
  type Body = {
    state: {
      met: string[]
      then?: unknown
      plan: { challenges: { kind: string }[] }
      confirmation: { proven: string[] }
    }
  }
  const parse = (text: unknown): Body => JSON.parse(String(text))
  const tampered = async (change: (body: Body) => void): Promise<Answer> => {
    const browser = await atDevice()
    const { body } = await browser.current()
    const [row] = await database.rows('select body from enrollment where reference = $1', body['reference'])
    const changed = parse(row?.['body'])
    change(changed)
    await database.rows(
      'update enrollment set body = $1 where reference = $2',
      JSON.stringify(changed),
      body['reference'],
    )
    const answer = await browser.submit('device', { platform: 'ios' })
    const devices = await database.rows(
      'select d.id from device d join enrollment e on e.id = d.enrollment_id where e.reference = $1',
      body['reference'],
    )
    expect(devices).toEqual(answer.status === 200 ? [expect.anything()] : [])
    return answer
  }

  test('left as it was, it does', async () => {
    expect(wordOf(await tampered(() => undefined))).toBe('enrolled')
  })

  test.each<readonly [string, (body: Body) => void]>([
    ['no proof left', ({ state }) => void (state.met = [])],
    ['the password’s proof gone', ({ state }) => void (state.met = ['email-code'])],
    ['the code’s proof gone', ({ state }) => void (state.met = ['password'])],
    ['one proof twice in place of two', ({ state }) => void (state.met = ['password', 'password'])],
    ['proofs in another order', ({ state }) => void (state.met = ['email-code', 'password'])],
    ['another authority’s proof', ({ state }) => void (state.met = ['entra-sign-in', 'email-code'])],
    ['the authority’s word gone', ({ state }) => void (state.confirmation.proven = [])],
    ['the word of an authority that was not asked', ({ state }) => void (state.confirmation.proven = ['entra'])],
    ['one more required', ({ state }) => void state.plan.challenges.push({ kind: 'email-code' })],
  ])('%s', async (_what, change) => {
    expect((await tampered(change)).status).toBe(503)
  })

  test('something that no row of ours is', async () => {
    expect((await tampered(({ state }) => void (state.met = ['everything']))).status).toBe(503)
  })
})

test('an Entra person’s proof cannot be moved to another browser', async () => {
  const browser = await named('new-entra-2')
  const { body } = await browser.current()
  const step = await browser.submit('entra-sign-in', goodTokens(arena, body['nonce']))
  expect(wordOf(step)).toBe('email-code')
  const code = await codeFor(arena, step)
  const stranger = await named('new-entra-2')
  expect(wordOf(await stranger.submit('email-code', { code }))).toBe('wrong-step')
  expect(wordOf(await stranger.submit('device', { platform: 'ios' }))).toBe('wrong-step')
})
