import { describe, expect, test } from 'vitest'
import { arriveAt, current, opened } from '../testing/arrive.ts'
import { mailedCode, newKey, wrongCode } from '../testing/person-answers.ts'
import { stillPortal } from '../testing/still-portal.ts'
import { type Browser, openBrowser } from '../testing/browser.ts'
import { directoryPassword } from '../testing/example-world.ts'
import type { SimulatedPortal, SimulatedPortalOptions } from '../testing/simulated-portal.ts'

const minute = 60_000

const atCode = async (options: SimulatedPortalOptions = {}) => {
  const portal = await stillPortal({ ...options, settings: { resendAfter: minute, ...options.settings } })
  const { browser, step } = await arriveAt(portal, 'email-code')
  return { portal, browser, step, code: await mailedCode(portal) }
}

/** Production's own numbers for everything but the response floor. */
const production = { rateFactor: 1, resendAfter: minute }

const audited = async (portal: SimulatedPortal) =>
  (await portal.store.administration.audit({ most: 200 })).map(({ type }) => type)

describe('the mailed code', () => {
  test('has eight digits, and is right however it was pasted', async () => {
    for (const paste of [
      (code: string) => code,
      (code: string) => ` ${code.slice(0, 4)} ${code.slice(4)} `,
      (code: string) => `${code.slice(0, 4)}–${code.slice(4)}`,
      (code: string) => `\u2068${code.slice(0, 4)} ${code.slice(4)}\u2069`,
      (code: string) => code.replaceAll(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? ''),
    ]) {
      const { browser, code } = await atCode()
      expect(code).toMatch(/^\d{8}$/)
      await browser.step('device', '/email-code', { code: paste(code) })
    }
  })

  test('is sent at once, and nothing that can wait is', async () => {
    let nudges = 0
    const { browser, portal, code } = await atCode({ onMail: () => (nudges += 1) })
    expect(nudges).toBe(1)
    await browser.step('device', '/email-code', { code })
    await browser.step('enrolled', '/device', { platform: 'ios' }, newKey())
    expect(nudges).toBe(1)
    expect(await portal.deliver()).toHaveLength(2)
  })

  test('wrong: 422 with the tries that are left, from four down to none, and then it is exhausted, right or wrong', async () => {
    const { browser, code } = await atCode()
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      expect(await browser.problem('/email-code', { code: wrongCode(code) })).toMatchObject({
        status: 422,
        code: 'code-wrong',
        triesLeft,
      })
      expect(await current(browser)).toMatchObject({ kind: 'email-code', triesLeft })
    }
    expect(await browser.problem('/email-code', { code })).toMatchObject({
      status: 422,
      code: 'code-exhausted',
      triesLeft: 0,
    })
  })

  test('four wrong tries leave the fifth, right one', async () => {
    const { browser, code } = await atCode()
    for (let failure = 0; failure < 4; failure += 1) await browser.problem('/email-code', { code: wrongCode(code) })
    await browser.step('device', '/email-code', { code })
  })

  test('what cannot be a code is wrong and costs no try', async () => {
    const { browser, code } = await atCode()
    for (const half of [code.slice(0, 7), `${code}0`, 'abcdefgh', '-', '十二三四五六七八'])
      expect(await browser.problem('/email-code', { code: half })).toMatchObject({
        status: 422,
        code: 'code-wrong',
        triesLeft: 5,
      })
    await browser.step('device', '/email-code', { code })
  })

  test('ends after ten minutes, the right one too', async () => {
    const { browser, portal, code } = await atCode()
    portal.advance(10 * minute - 1)
    expect(await browser.problem('/email-code', { code: wrongCode(code) })).toMatchObject({ code: 'code-wrong' })
    portal.advance(1)
    expect(await browser.problem('/email-code', { code })).toMatchObject({ status: 422, code: 'code-expired' })
    expect(await current(browser)).toMatchObject({ kind: 'email-code' })
  })

  test('works once', async () => {
    const { browser, code } = await atCode()
    await browser.step('device', '/email-code', { code })
    expect(await browser.problem('/email-code', { code })).toMatchObject({ code: 'wrong-step' })
  })

  test('of another enrollment of the same person is wrong', async () => {
    const { browser, portal, code } = await atCode()
    const { browser: other } = await arriveAt(portal, 'email-code')
    const second = await mailedCode(portal)
    expect(second).not.toBe(code)
    expect(await other.problem('/email-code', { code })).toMatchObject({ code: 'code-wrong', triesLeft: 4 })
    expect(await browser.problem('/email-code', { code: second })).toMatchObject({ code: 'code-wrong', triesLeft: 4 })
    await other.step('device', '/email-code', { code: second })
  })

  test('of an enrollment with another account is wrong', async () => {
    const { portal, code } = await atCode()
    const { browser: other } = await arriveAt(portal, 'email-code', 'existing')
    expect(await other.problem('/email-code', { code })).toMatchObject({ code: 'code-wrong' })
  })

  test('a hundred guesses at once count five, whoever is first', async () => {
    const { browser, portal, code } = await atCode()
    const { cookie } = browser
    const guesses = Array.from({ length: 100 }, (_, index) =>
      String((Number(code) + 1 + index) % 100_000_000).padStart(8, '0'),
    )
    const replies = await Promise.all(
      guesses.map((guess) => Object.assign(openBrowser(portal), { cookie }).problem('/email-code', { code: guess })),
    )
    expect(replies.filter((reply) => reply.code === 'code-wrong')).toHaveLength(5)
    expect(replies.filter((reply) => reply.code === 'code-exhausted')).toHaveLength(95)
  })

  test('the right one many times at once moves the enrollment once', async () => {
    const { browser, portal, code } = await atCode()
    const { cookie } = browser
    const replies = await Promise.all(
      Array.from({ length: 5 }, () =>
        Object.assign(openBrowser(portal), { cookie }).send('POST', '/api/enrollment/email-code', { code }),
      ),
    )
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await audited(portal)).filter((type) => type === 'code.ok')).toHaveLength(1)
  })
})

describe('another code', () => {
  test('too early: 429, when to come again, and the first code still works', async () => {
    const { browser, portal, code } = await atCode()
    portal.advance(minute - 1)
    const { status, headers, body } = await browser.send('POST', '/api/enrollment/email-code/resend', {})
    expect({ status, retryAfter: headers.get('retry-after'), body }).toMatchObject({
      status: 429,
      retryAfter: '1',
      body: { code: 'too-many-requests', retryAfter: 1 },
    })
    await browser.step('device', '/email-code', { code })
  })

  test('after its time: is mailed, with all tries and a new end, and the one before is void', async () => {
    const { browser, portal, code, step } = await atCode()
    await browser.problem('/email-code', { code: wrongCode(code) })
    portal.advance(minute)
    const resent = await browser.step('email-code', '/email-code/resend', {})
    expect(resent).toMatchObject({ triesLeft: 5, delivery: 'queued', sentTo: step.sentTo })
    expect(Date.parse(resent.codeExpiresAt) - Date.parse(step.codeExpiresAt)).toBe(minute)
    expect(await browser.problem('/email-code', { code })).toMatchObject({ code: 'code-wrong', triesLeft: 4 })
    await browser.step('device', '/email-code', { code: await mailedCode(portal) })
  })

  test('helps where the one before has expired or is exhausted', async () => {
    const { browser, portal, code } = await atCode()
    for (let failure = 0; failure < 5; failure += 1) await browser.problem('/email-code', { code: wrongCode(code) })
    portal.advance(11 * minute)
    await browser.step('email-code', '/email-code/resend', {})
    await browser.step('device', '/email-code', { code: await mailedCode(portal) })
  })

  test('three in a quarter of an hour, the first included; the fourth is refused and nothing is lost', async () => {
    const { browser, portal } = await atCode({ settings: production })
    for (let resend = 0; resend < 2; resend += 1) {
      portal.advance(minute)
      await browser.step('email-code', '/email-code/resend', {})
    }
    portal.advance(minute)
    const before = await current(browser)
    expect(await browser.problem('/email-code/resend', {})).toMatchObject({ status: 429, code: 'too-many-requests' })
    expect(await current(browser)).toEqual(before)
    await browser.step('device', '/email-code', { code: await mailedCode(portal) })
  })

  test('is counted per person: a fresh enrollment does not start anew', async () => {
    const { portal } = await atCode({ settings: production })
    for (let again = 0; again < 2; again += 1) {
      portal.advance(minute)
      await arriveAt(portal, 'email-code')
    }
    portal.advance(minute)
    const browser = await opened(portal, 'new-ad-2')
    await browser.step('password', '/identity', { username: 'ana', domain: '' })
    expect(await browser.problem('/password', { password: directoryPassword })).toMatchObject({
      status: 429,
      code: 'too-many-requests',
    })
    expect(await current(browser)).toMatchObject({ kind: 'password', factors: { proven: [] } })
  })
})

describe('sending', () => {
  const secondTry = async (portal: SimulatedPortal) => {
    const browser = await opened(portal, 'new-ad-2')
    await browser.step('password', '/identity', { username: 'ana', domain: '' })
    return () => browser.send('POST', '/api/enrollment/password', { password: directoryPassword })
  }

  test('one a minute to one person, over all their enrollments; the right password stands in the audit', async () => {
    const { portal } = await atCode({ settings: production })
    const again = await secondTry(portal)
    expect(await again()).toMatchObject({ status: 429, body: { retryAfter: 60 } })
    const types = (await portal.store.administration.audit({ most: 1 })).map(({ type }) => type)
    expect(types).toEqual(['auth.password.ok'])
    portal.advance(minute)
    expect((await again()).status).toBe(200)
  })

  test('a right password that came second takes nothing from what may be sent', async () => {
    // Of a minute's one mail the others would learn before they come to the saving.
    const portal = await stillPortal({ settings: { ...production, limits: { 'codes-sent-per-minute': 9 } } })
    const again = await secondTry(portal)
    const statuses = (await Promise.all([again(), again(), again()])).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, 409, 409])
    const left = await portal.ports.limiter.take(['codes-sent-per-quarter-hour'], 'new-ad-2|ad:corp.example.test:ana')
    expect(left).toEqual({ ok: true })
    const last = await portal.ports.limiter.take(['codes-sent-per-quarter-hour'], 'new-ad-2|ad:corp.example.test:ana')
    expect(last).toEqual({ ok: true })
  })
})

describe('guessing', () => {
  test('fifteen tries an hour, over all enrollments of a person: then the step is shut, with what was proven', async () => {
    const { browser, portal, code } = await atCode({ settings: production })
    let last = code
    for (let sent = 0; sent < 3; sent += 1) {
      for (let failure = 0; failure < 5; failure += 1)
        expect((await browser.problem('/email-code', { code: wrongCode(last) })).code).toBe('code-wrong')
      if (sent === 2) break
      portal.advance(minute)
      await browser.step('email-code', '/email-code/resend', {})
      last = await mailedCode(portal)
    }
    expect(await browser.step('refused', '/email-code', { code: last })).toMatchObject({
      code: 'code-exhausted',
      factors: { counted: 0, proven: ['password'] },
    })
  })
})

describe('a shut step is told by mail', () => {
  const guessed = async (portal: SimulatedPortal, browser: Browser, wrong: number): Promise<void> => {
    let code = await mailedCode(portal)
    for (let guess = 0; guess < wrong; guess += 1) {
      if (guess > 0 && guess % 5 === 0) {
        portal.advance(minute)
        await browser.step('email-code', '/email-code/resend', {})
        code = await mailedCode(portal)
      }
      await browser.problem('/email-code', { code: wrongCode(code) })
    }
  }
  const shut = async (more: Partial<SimulatedPortalOptions['settings']> = {}) => {
    const limits = { 'wrong-codes-per-hour': 5, ...more?.limits }
    const { portal, browser } = await atCode({ settings: { ...production, limits } })
    await guessed(portal, browser, 5)
    await browser.step('refused', '/email-code', { code: '00000000' })
    return portal
  }
  const news = async (portal: SimulatedPortal) =>
    (await portal.deliver()).filter(({ subject }) => subject.startsWith('Too many wrong codes'))

  test('to where the codes go, with the enrollment’s reference, beside the audit', async () => {
    const portal = await shut()
    const [mail, ...more] = await news(portal)
    expect(more).toEqual([])
    expect(mail?.to.address).toBe('ana@corp.example.test')
    const [{ enrollment } = { enrollment: undefined }] = await portal.store.administration.enrollments({ most: 1 })
    expect(mail?.text).toContain(`Reference ${enrollment?.reference}`)
    expect(mail?.text).toContain('For up to an hour')
    expect(await audited(portal)).toContain('limit.trip')
  })

  test('once in an hour, over all enrollments of the person', async () => {
    const portal = await shut({ limits: { 'codes-sent-per-quarter-hour': 9 } })
    const again = async () => {
      portal.advance(minute)
      const { browser } = await arriveAt(portal, 'email-code')
      await browser.step('refused', '/email-code', { code: wrongCode(await mailedCode(portal)) })
    }
    await again()
    expect(await news(portal)).toHaveLength(1)
    portal.advance(60 * minute)
    const { browser } = await arriveAt(portal, 'email-code')
    await guessed(portal, browser, 5)
    await browser.step('refused', '/email-code', { code: '00000000' })
    expect(await news(portal)).toHaveLength(2)
  })

  test('and stays shut for the whole hour, whatever the limit wins back meanwhile', async () => {
    const portal = await shut({ limits: { 'codes-sent-per-quarter-hour': 9 } })
    const right = async () => {
      const { browser } = await arriveAt(portal, 'email-code')
      const { status, body } = await browser.send('POST', '/api/enrollment/email-code', {
        code: await mailedCode(portal),
      })
      return [status, Object(body).kind]
    }
    portal.advance(59 * minute)
    expect(await right()).toEqual([200, 'refused'])
    portal.advance(2 * minute)
    expect(await right()).toEqual([200, 'device'])
  })

  test('by the day where the day’s limit is met', async () => {
    const portal = await shut({ limits: { 'wrong-codes-per-day': 5 } })
    expect((await news(portal))[0]?.text).toContain('For up to a day')
  })

  test('not while single codes are wrong', async () => {
    const { portal, browser } = await atCode({ settings: production })
    await guessed(portal, browser, 5)
    await browser.problem('/email-code', { code: '00000000' })
    expect(await news(portal)).toEqual([])
  })
})

describe('how the mail fares', () => {
  test('is queued, then sent', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'email-code')
    expect(step.delivery).toBe('queued')
    await portal.deliver()
    expect(await current(browser)).toMatchObject({ delivery: 'sent' })
  })

  test('is delayed while the mail server is down, and the step is not lost', async () => {
    const portal = await stillPortal()
    portal.neighbours.down.mailer = true
    const { browser } = await arriveAt(portal, 'email-code')
    await portal.deliver()
    expect(await current(browser)).toMatchObject({ kind: 'email-code', delivery: 'delayed' })
  })
})

test('the audit tells of every try and never of a code', async () => {
  const { browser, portal, code } = await atCode()
  await browser.problem('/email-code', { code: wrongCode(code) })
  await browser.step('device', '/email-code', { code })
  expect(await audited(portal)).toEqual(expect.arrayContaining(['code.sent', 'code.wrong', 'code.ok']))
  const text = JSON.stringify(await portal.store.administration.audit({ most: 200 }))
  expect(text).not.toContain(code)
  expect(text).not.toContain(wrongCode(code))
})
