import { expect, test } from 'vitest'
import { arriveAt, opened } from '../testing/arrive.ts'
import { directoryPassword } from '../testing/example-world.ts'
import { mailedCode, newKey, wrongCode } from '../testing/person-answers.ts'
import { stillPortal } from '../testing/still-portal.ts'

const minute = 60_000
const inLanguage = (tags: string) => ({ 'accept-language': tags })

/** The mail that a sign-in causes whose browser asks for these languages. */
const mailFor = async (headers: Record<string, string>) => {
  const portal = await stillPortal()
  const browser = await opened(portal, 'new-ad-2')
  await browser.send('POST', '/api/enrollment/identity', { username: 'ana', domain: '' })
  await browser.step('email-code', '/password', { password: directoryPassword }, headers)
  return (await portal.deliver())[0]
}

test.each([
  ['de', 'de'],
  ['ar-EG,ar;q=0.9,en;q=0.8', 'ar'],
  ['en;q=0.5, de-CH;q=0.9', 'de'],
  ['sv, fi;q=0.9', 'en'],
  ['de;q=0, ar;q=0.1', 'ar'],
  ['*', 'en'],
  [', ;;q=,de', 'de'],
  ['en\u00FF-'.repeat(400), 'en'],
])('the mail of a request with Accept-Language %s is in %s', async (tags, language) => {
  expect((await mailFor(inLanguage(tags)))?.language).toBe(language)
})

test('a request without the header is answered in English', async () => {
  expect((await mailFor({}))?.language).toBe('en')
})

test('another code comes in the language of whoever asks for it, numbered, and the page has the same number', async () => {
  const portal = await stillPortal({ settings: { resendAfter: minute } })
  const { browser, step } = await arriveAt(portal, 'email-code')
  expect(step.codeNumber).toBe(1)
  const [first] = await portal.deliver()
  portal.advance(minute)
  const again = await browser.step('email-code', '/email-code/resend', {}, inLanguage('de'))
  expect(again).toMatchObject({ codeNumber: 2, from: 'Muster (no-reply@corp.example.test)' })
  const [second] = await portal.deliver()
  expect(first?.language).toBe('en')
  expect(first?.subject).not.toMatch(/no\./)
  expect(second).toMatchObject({ language: 'de', subject: expect.stringMatching(/ \(Nr\. 2\)$/) })
})

test('the numbers go on where the name was changed: no two mails of one enrollment have the same', async () => {
  const portal = await stillPortal()
  const { browser } = await arriveAt(portal, 'email-code')
  await browser.send('POST', '/api/enrollment/identity', { username: 'ben', domain: '' })
  expect(await browser.step('email-code', '/password', { password: directoryPassword })).toMatchObject({
    codeNumber: 2,
  })
  expect((await portal.deliver())[0]?.subject).toMatch(/ \(no\. 2\)$/)
})

test('the news of wrong codes and of a device come in the language of the request that caused them', async () => {
  const portal = await stillPortal({ settings: { rateFactor: 1, limits: { 'wrong-codes-per-hour': 5 } } })
  const { browser } = await arriveAt(portal, 'email-code')
  const code = await mailedCode(portal)
  for (let guess = 0; guess < 5; guess += 1) await browser.problem('/email-code', { code: wrongCode(code) })
  await browser.step('refused', '/email-code', { code: '00000000' }, inLanguage('ar'))
  expect((await portal.deliver())[0]).toMatchObject({ language: 'ar', html: expect.stringContaining('dir="rtl"') })

  const other = await stillPortal()
  const registering = await arriveAt(other, 'device')
  await registering.browser.step('enrolled', '/device', { platform: 'ios' }, { ...newKey(), ...inLanguage('de') })
  expect((await other.deliver())[0]?.language).toBe('de')
})
