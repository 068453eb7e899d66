import { dirname } from 'node:path'
import { directoryPassword, domain } from '@muster/demo/world/people'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type Attacker, codeFor, newAttacker, secondsToWait, tally, wordOf } from '../world/attacker.ts'
import { restart, withWrongClock } from '../world/clocks.ts'
import { type Database, openDatabase } from '../world/database.ts'
import { goodTokens } from '../world/hostile-tokens.ts'

const minute = 60_000
const hour = 60 * minute
const fast = { responseFloor: 0, responseFloorSpread: 0 }
const oftenSent = {
  'codes-sent-per-minute': 1000,
  'codes-sent-per-quarter-hour': 1000,
  'codes-sent-per-hour': 1000,
  'codes-sent-per-day': 1000,
}
/** Codes may be asked for at will: how often is the subject of its own tests. */
const manyCodes = { ...fast, resendAfter: 0, provenOpenPerUser: 1000, limits: oftenSent }

let arena: Arena
let database: Database
let account: string
let accounts = 0

beforeAll(async () => {
  arena = await startArena({
    name: 'attack-codes',
    engine: 'postgres',
    fsync: false,
    instances: 2,
    settings: manyCodes,
  })
  database = openDatabase(arena.directStore)
  const like = arena.accounts().find(({ id }) => id === 'new-ad-2')
  if (like === undefined) throw new Error('no such account in the demo')
  await arena.apply(Array.from({ length: 60 }, (_, nth) => ({ ...like, id: `codes-${nth + 1}` })))
})
afterAll(async () => {
  await database.close()
  await arena.stop()
})

/** A person's counters are kept by account: each test has a company of its own. */
beforeEach(() => {
  accounts += 1
  account = `codes-${accounts}`
})

const withNumbers = async (settings: object): Promise<void> => {
  for (const instance of arena.instances) await restart(instance, { MUSTER_SETTINGS: JSON.stringify(settings) })
}

const named = async (username = 'ana', at = account): Promise<Attacker> => {
  const browser = newAttacker(arena)
  await browser.open(at)
  expect(wordOf(await browser.submit('identity', { username, domain: domain.name }))).toBe('password')
  return browser
}
const givePassword = (browser: Attacker) => browser.submit('password', { password: directoryPassword })

/** The `nth` code of an enrollment, asked for anew. */
const another = async (browser: Attacker, nth: number): Promise<string> => {
  const step = await browser.submit('email-code/resend', {})
  expect([step.status, wordOf(step)]).toEqual([200, 'email-code'])
  return codeFor(arena, step, nth)
}

/** A fresh browser that waits for its code, and the code. */
const atCode = async (username = 'ana'): Promise<{ readonly browser: Attacker; readonly code: string }> => {
  const browser = await named(username)
  const step = await givePassword(browser)
  expect(wordOf(step)).toBe('email-code')
  return { browser, code: await codeFor(arena, step) }
}

/** The nth wrong code. */
const wrong = (code: string, nth = 0): string => String((Number(code) + 1 + nth) % 100_000_000).padStart(8, '0')

const audited = async (type: string): Promise<number> =>
  (await database.rows('select id from audit where account_id = $1 and type = $2', account, type)).length

describe('one code', () => {
  test('fifty guesses at once at both instances: five are counted, and the right one is too late', async () => {
    const { browser, code } = await atCode()
    const answers = await browser.flood(50, 'email-code', (nth) => ({ code: wrong(code, nth) }))
    expect(tally(answers)).toEqual({ 'code-wrong': 5, 'code-exhausted': 45 })
    expect(
      answers.flatMap(({ body }) => (body['code'] === 'code-wrong' ? [Number(body['triesLeft'])] : [])).sort(),
    ).toEqual([0, 1, 2, 3, 4])
    expect(await database.rows('select tries, used_at from one_time_code where account_id = $1', account)).toEqual([
      { tries: 5, used_at: null },
    ])
    expect(await audited('code.wrong')).toBe(5)
    for (const at of arena.instances) {
      const late = await browser.submit('email-code', { code }, { at })
      expect([late.status, wordOf(late), late.body['triesLeft']]).toEqual([422, 'code-exhausted', 0])
    }
    expect((await browser.current()).body).toMatchObject({
      kind: 'email-code',
      triesLeft: 0,
      factors: { counted: 0, proven: ['password'] },
    })
  })

  test('the right one among fifty at once is compared at most among the first five', async () => {
    const { browser, code } = await atCode()
    const answers = await browser.flood(50, 'email-code', (nth) => ({ code: nth === 25 ? code : wrong(code, nth) }))
    const { device = 0 } = tally(answers)
    expect(await database.rows('select tries from one_time_code where account_id = $1', account)).toEqual([
      { tries: 5 },
    ])
    expect(wordOf(await browser.current())).toBe(device === 1 ? 'device' : 'email-code')
  })

  test('the right code fifty times at once at both instances: one advance', async () => {
    const { browser, code } = await atCode()
    const answers = await browser.flood(50, 'email-code', () => ({ code }))
    expect(tally(answers)['device']).toBe(1)
    expect(await audited('code.ok')).toBe(1)
    expect((await browser.current()).body).toMatchObject({
      kind: 'device',
      factors: { counted: 2, proven: ['password', 'email-code'] },
    })
    for (const at of arena.instances)
      expect(wordOf(await browser.submit('email-code', { code }, { at }))).toBe('wrong-step')
  })

  test('of another browser’s enrollment, of the same person: wrong, in both', async () => {
    const [one, two] = [await atCode(), await atCode()]
    expect(wordOf(await one.browser.submit('email-code', { code: two.code }))).toBe('code-wrong')
    expect(wordOf(await two.browser.submit('email-code', { code: one.code }))).toBe('code-wrong')
    expect(wordOf(await one.browser.submit('email-code', { code: one.code }))).toBe('device')
  })

  test('that another one replaced: wrong, and the new one right', async () => {
    const { browser, code } = await atCode()
    const fresh = await another(browser, 2)
    expect(wordOf(await browser.submit('email-code', { code }))).toBe('code-wrong')
    expect(wordOf(await browser.submit('email-code', { code: fresh }))).toBe('device')
  })

  test('of a person who changed the name and came back: void', async () => {
    const { browser, code } = await atCode()
    await browser.submit('identity', { username: 'ana', domain: domain.name })
    expect(wordOf(await browser.submit('email-code', { code }))).toBe('wrong-step')
    const fresh = await codeFor(arena, await givePassword(browser), 2)
    expect(wordOf(await browser.submit('email-code', { code }))).toBe('code-wrong')
    expect(wordOf(await browser.submit('email-code', { code: fresh }))).toBe('device')
  })
})

describe('how a code may be spelt', () => {
  const spellings: readonly (readonly [string, (code: string) => string])[] = [
    ['with a space', (code) => `${code.slice(0, 4)} ${code.slice(4)}`],
    ['with spaces and a tab’s worth of them around', (code) => `   ${code}   `],
    ['with a no-break space', (code) => `${code.slice(0, 4)}\u00a0${code.slice(4)}`],
    ['with a hyphen', (code) => `${code.slice(0, 4)}-${code.slice(4)}`],
    ['with an en dash', (code) => `${code.slice(0, 4)}–${code.slice(4)}`],
    ['in full-width digits', (code) => code.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))],
  ]
  test.each(spellings)('%s: right', async (_how, spell) => {
    const { browser, code } = await atCode()
    expect(wordOf(await browser.submit('email-code', { code: spell(code) }))).toBe('device')
  })

  test('leading zeros are part of it', async () => {
    const { browser, code: first } = await atCode()
    let code = first
    for (let tried = 0; !code.startsWith('0') && tried < 300; tried += 1) code = await another(browser, tried + 2)
    expect(code).toMatch(/^0\d{7}$/)
    expect((await browser.submit('email-code', { code: code.slice(1) })).body).toMatchObject({
      code: 'code-wrong',
      triesLeft: 5,
    })
    expect(wordOf(await browser.submit('email-code', { code }))).toBe('device')
  })

  const arabic = (code: string): string => code.replace(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit)))
  const noCodes: readonly (readonly [string, string, (code: string) => unknown])[] = [
    ['a digit less', 'code-wrong', (code) => code.slice(1)],
    ['a digit more', 'code-wrong', (code) => `0${code}`],
    ['a sign', 'code-wrong', (code) => `+${code}`],
    ['an exponent', 'code-wrong', (code) => `${code}e0`],
    ['hexadecimal', 'code-wrong', (code) => `0x${Number(code).toString(16)}`],
    ['a wildcard', 'code-wrong', () => '%%%%%%%%'],
    ['spaces only', 'code-wrong', () => '        '],
    ['a number', 'malformed', (code) => Number(code)],
    ['a list', 'malformed', (code) => [code]],
    ['an object', 'malformed', () => ({ $ne: '' })],
    ['null', 'malformed', () => null],
    ['nothing', 'malformed', () => ''],
    ['a line end behind', 'malformed', (code) => `${code}\n`],
    ['NUL behind', 'malformed', (code) => `${code}\0`],
    ['65 letters', 'malformed', (code) => code.padEnd(65)],
  ]
  test('what is no code proves nothing and costs no try', async () => {
    const { browser, code } = await atCode()
    for (const [what, word, spell] of noCodes) {
      const answer = await browser.submit('email-code', { code: spell(code) })
      expect([what, wordOf(answer)]).toEqual([what, word])
    }
    expect((await browser.current()).body).toMatchObject({ kind: 'email-code', triesLeft: 5 })
    expect(wordOf(await browser.submit('email-code', { code }))).toBe('device')
  })

  test.each<readonly [string, (code: string) => string]>([
    ['Arabic digits', arabic],
    ['a zero-width space within', (code) => `${code.slice(0, 4)}\u200b${code.slice(4)}`],
  ])('the right digits are the code, once, with %s', async (_what, spell) => {
    const { browser, code } = await atCode()
    const answers = await browser.flood(10, 'email-code', () => ({ code: spell(code) }))
    expect(answers.map(wordOf).filter((word) => word === 'device')).toHaveLength(1)
  })
})

describe('a person’s wrong codes count across enrollments (AuthQuake)', () => {
  test('four fresh sessions with five guesses each, all at once at both instances: fifteen are compared in an hour', async () => {
    const sessions = []
    for (let nth = 0; nth < 4; nth += 1) sessions.push(await atCode())
    await Promise.all(
      sessions.map(({ browser, code }) => browser.flood(10, 'email-code', (nth) => ({ code: wrong(code, nth) }))),
    )
    expect(await audited('code.wrong')).toBe(15)

    const { browser, code } = await atCode()
    const shut = await browser.submit('email-code', { code })
    expect(shut.body).toMatchObject({ kind: 'refused', code: 'code-exhausted', factors: { counted: 0 } })
    expect(wordOf(await browser.submit('email-code', { code }))).toBe('wrong-step')

    await database.age(hour)
    const later = await atCode()
    expect(wordOf(await later.browser.submit('email-code', { code: later.code }))).toBe('device')
  })

  test('thirty in a day, however slowly', async () => {
    let compared = 0
    let shut = false
    for (let session = 0; session < 9 && !shut; session += 1) {
      const { browser, code } = await atCode()
      compared += tally(await browser.flood(5, 'email-code', (nth) => ({ code: wrong(code, nth) })))['code-wrong'] ?? 0
      shut = (await browser.current()).body['kind'] === 'refused'
      // A quarter of an hour wins back four of the hour's fifteen, and a third of one of the day's thirty.
      await database.age(15 * minute)
    }
    expect(compared).toBeGreaterThanOrEqual(30)
    expect(compared).toBeLessThanOrEqual(33)
    expect(shut).toBe(true)
    await database.age(hour)
    const { browser, code } = await atCode()
    const answers = await browser.flood(5, 'email-code', (nth) => ({ code: wrong(code, nth) }))
    // The hour has room again, and the day won some back: it stays shut all the same.
    expect(tally(answers)['code-wrong'] ?? 0).toBe(0)
    expect((await browser.current()).body).toMatchObject({ kind: 'refused', code: 'code-exhausted' })
  })

  test('another person at the same company is not held up', async () => {
    for (let session = 0; session < 3; session += 1) {
      const { browser, code } = await atCode()
      await browser.flood(5, 'email-code', (nth) => ({ code: wrong(code, nth) }))
    }
    const { browser, code } = await atCode('ben')
    expect(wordOf(await browser.submit('email-code', { code }))).toBe('device')
  })
})

describe('time is the store’s', () => {
  const second = () => arena.instances[1] ?? arena.portal
  afterAll(() => restart(second(), { MUSTER_TEST_CLOCK_OFFSET: '0', NODE_OPTIONS: '' }))

  test('a code ends after ten minutes of the store’s clock', async () => {
    const { browser, code } = await atCode()
    await restart(second(), { MUSTER_TEST_CLOCK_OFFSET: String(10 * minute) })
    const late = await browser.submit('email-code', { code }, { at: second() })
    expect([late.status, wordOf(late)]).toEqual([422, 'code-expired'])
    expect(await database.rows('select tries from one_time_code where account_id = $1', account)).toEqual([
      { tries: 0 },
    ])
  })

  test('and not before', async () => {
    const { browser, code } = await atCode()
    await restart(second(), { MUSTER_TEST_CLOCK_OFFSET: String(10 * minute - 30_000) })
    expect(wordOf(await browser.submit('email-code', { code }, { at: second() }))).toBe('device')
  })

  test.each([
    ['a day ahead: a good code stays good', 24 * hour, 0, 'device'],
    ['a day behind: a late code stays late', -24 * hour, 10 * minute, 'code-expired'],
  ])('an instance’s own clock does not matter, %s', async (_what, away, offset, word) => {
    const { browser, code } = await atCode()
    await withWrongClock(second(), dirname(arena.files.keys), away, { MUSTER_TEST_CLOCK_OFFSET: String(offset) })
    // It knows itself that its clock is wrong; whom it serves all the same is served right.
    await expect.poll(async () => (await fetch(`${second().privateOrigin}/readyz`)).status).toBe(503)
    expect(wordOf(await browser.submit('email-code', { code }, { at: second() }))).toBe(word)
  })
})

describe('how often a code is sent, with the standard’s numbers', () => {
  beforeAll(() => withNumbers({ ...fast, provenOpenPerUser: 1000 }))
  afterAll(() => withNumbers(manyCodes))

  test('again after a minute, in the same enrollment or another, at either instance', async () => {
    const { browser } = await atCode()
    for (const at of arena.instances) {
      const again = await browser.submit('email-code/resend', {}, { at })
      expect(wordOf(again)).toBe('too-many-requests')
      expect(secondsToWait(again)).toBeGreaterThan(50)
      expect(secondsToWait(again)).toBeLessThanOrEqual(60)
      const fresh = await named()
      const other = await fresh.submit('password', { password: directoryPassword }, { at })
      expect(wordOf(other)).toBe('too-many-requests')
      expect(secondsToWait(other)).toBeLessThanOrEqual(60)
      // Its proof is not kept for later: what was not answered was not saved.
      expect((await fresh.current()).body).toMatchObject({ kind: 'password', factors: { proven: [] } })
    }
    await database.age(minute)
    expect(wordOf(await browser.submit('email-code/resend', {}, { at: arena.instances[1] ?? arena.portal }))).toBe(
      'email-code',
    )
  })

  test('fifty times at once, at both instances: one mail', async () => {
    const { browser } = await atCode()
    await database.age(minute)
    const { 'email-code': sent = 0 } = tally(await browser.flood(50, 'email-code/resend', () => ({})))
    expect(sent).toBe(1)
    expect(await audited('code.sent')).toBe(2)
  })

  test('thrice in a quarter of an hour, five times in an hour, ten times in a day, and as they are won back', async () => {
    const browser = await named()
    const sentAt: number[] = []
    let now = 0
    const wait = async (ms: number): Promise<void> => {
      now += ms
      await database.age(ms)
      // Nor does the enrollment grow old: how often is asked, not how long.
      await database.rows('update enrollment set active_at = active_at + 1 where account_id = $1', account)
    }
    const ask = async (nth: number): Promise<void> => {
      const at = arena.instances[nth % 2]
      const answer =
        sentAt.length === 0
          ? await givePassword(browser)
          : await browser.submit('email-code/resend', {}, at === undefined ? {} : { at })
      if (wordOf(answer) === 'email-code') sentAt.push(now)
      else expect([wordOf(answer), secondsToWait(answer) >= 1]).toEqual(['too-many-requests', true])
    }
    for (let nth = 0; nth < 120; nth += 1) {
      await ask(nth)
      await wait(minute)
    }
    for (let nth = 0; nth < 96; nth += 1) {
      await ask(nth)
      await wait(15 * minute)
    }
    const between = (most: number, per: number) =>
      sentAt.flatMap((from, index) =>
        sentAt.slice(index).filter((to, count) => count + 1 > most + Math.floor((to - from) / (per / most) + 0.01)),
      )
    expect({
      minute: between(1, minute),
      quarter: between(3, 15 * minute),
      hour: between(5, hour),
      day: between(10, 24 * hour),
    }).toEqual({ minute: [], quarter: [], hour: [], day: [] })
    // And whoever asks at that pace does get them: the limits are reached, not undercut.
    expect(sentAt.filter((at) => at < 15 * minute).length).toBeGreaterThanOrEqual(3)
    expect(sentAt.length).toBeGreaterThanOrEqual(19)
  })
})

describe('the recipient is never the caller’s to choose', () => {
  test.each([
    ['password', { password: directoryPassword, email: 'eve@evil.test' }],
    ['password', { password: directoryPassword, to: 'eve@evil.test' }],
    ['password', { password: directoryPassword, mail: ['eve@evil.test'] }],
  ])('%s %o is malformed', async (call, body) => {
    const browser = await named()
    expect(wordOf(await browser.submit(call, body))).toBe('malformed')
    expect(wordOf(await browser.current())).toBe('password')
  })

  test('a resend takes nothing', async () => {
    const { browser } = await atCode()
    expect(wordOf(await browser.submit('email-code/resend', { email: 'eve@evil.test' }))).toBe('malformed')
  })

  test.each([
    ['ana@evil.test', domain.name, 'unknown-domain'],
    ['ana', 'evil.test', 'unknown-domain'],
    ['ana@corp.example.test,eve', 'evil.test', 'unknown-domain'],
    ['ana@evil.test@corp.example.test', domain.name, 'malformed'],
    ['ana>,<eve', domain.name, 'malformed'],
    ['ana\r\nBcc: eve', domain.name, 'malformed'],
    ['ana%0d%0abcc:eve', domain.name, 'malformed'],
    ['eve(ana)', domain.name, 'malformed'],
  ])('%j of %s: %s', async (username, at, word) => {
    const browser = newAttacker(arena)
    await browser.open(account)
    expect(wordOf(await browser.submit('identity', { username, domain: at }))).toBe(word)
  })

  test.each([
    ['email', { email: 'eve@evil.test' }, 'email-code'],
    ['a second name', { upn: 'eve@evil.test' }, 'email-code'],
    // It must be the name that was claimed, and of the company's domains.
    [
      'preferred_username',
      { preferred_username: 'eve@evil.test', upn: 'ana@corp.example.test' },
      'refused no-mail-address',
    ],
  ])('a token’s %s', async (_what, claims, word) => {
    const browser = newAttacker(arena)
    await browser.open('new-entra-2')
    const step = await browser.submit('identity', { username: 'ana', domain: domain.name })
    const answer = await browser.submit('entra-sign-in', goodTokens(arena, step.body['nonce'], 'ana', claims))
    expect([answer.body['kind'], answer.body['code']].filter(Boolean).join(' ')).toBe(word)
  })

  test('all mails of these tests went to the two people they are of', () => {
    expect([...new Set(arena.mailbox.messages().map(({ to }) => to))].sort()).toEqual([
      `ana@${domain.name}`,
      `ben@${domain.name}`,
    ])
  })
})
