import { describe, expect, test } from 'vitest'
import { createMailWords } from '../adapters/mail-words.ts'
import { cellAccount } from '../testing/example-world.ts'
import { composeCodeMail, composeRegisteredMail, composeWrongCodesMail } from './compose-mail.ts'

const account = cellAccount(
  { workflow: 'new', defaultAuthentication: 'both', portalFactor: 'two', entraFactor: 'multi' },
  { id: 'acme', name: 'Acme <b>& Sons</b>' },
)
const at = Date.UTC(2026, 10, 24, 9, 5)
const words = createMailWords()('en')
const code = composeCodeMail({
  id: 'mail-1',
  to: 'ana@corp.example.test',
  account,
  words,
  code: '01234567',
  number: 1,
  reference: 'ABCD-EFGH',
  requestedAt: at,
  minutes: 10,
  platform: 'ios',
})
const device = { id: 'device-1', platform: 'windows', name: '<script>alert(1)</script>', registeredAt: at } as const
const registered = composeRegisteredMail({
  id: 'mail-2',
  to: 'ana@corp.example.test',
  account,
  words,
  english: words,
  device,
  reference: 'ABCD-EFGH',
  at,
})
const wrongCodes = composeWrongCodesMail({
  id: 'mail-3',
  to: 'ana@corp.example.test',
  account,
  words,
  english: words,
  reference: 'ABCD-EFGH',
  at,
  window: 'hour',
  platform: 'android',
})

describe('the mailed code', () => {
  test('goes to one address, under its own identifier', () => {
    expect(code).toMatchObject({ id: 'mail-1', to: { address: 'ana@corp.example.test' } })
  })

  test.each([
    '0123 4567',
    'Acme <b>& Sons</b>',
    'November 24, 2026',
    '9:05',
    'UTC',
    'iPhone or iPad',
    'ABCD-EFGH',
    '10 minutes',
    'do nothing',
    'help@corp.example.test',
  ])('says %j', (said) => {
    expect(code.text.replaceAll('\u202F', ' ')).toContain(said)
  })

  test('names no platform where none is known', () => {
    const { text } = composeCodeMail({
      id: 'm',
      to: 'a@b.test',
      account,
      words,
      code: '01234567',
      number: 1,
      reference: 'R',
      requestedAt: at,
      minutes: 10,
    })
    expect(text).toContain('to enroll a device with')
  })
})

test('the first code is mailed in these words, and no others', () => {
  expect(code.subject).toBe('01234567 is your Acme <b>& Sons</b> enrollment code')
  expect(code.text.replaceAll('\u202F', ' ')).toBe(`Your Acme <b>& Sons</b> enrollment code

    0123 4567

It works once, for 10 minutes.

Asked for on November 24, 2026 at 9:05 AM UTC, to enroll a device (iPhone or iPad) with Acme <b>& Sons</b>. Reference ABCD-EFGH.

If this was not you, do nothing and tell your IT: Example help desk, help@corp.example.test, +1 555 0100. Nobody at Acme <b>& Sons</b> will ever ask you for this code.
`)
})

test('a later code says its number in its subject, and that those before it are void', () => {
  const second = composeCodeMail({
    id: 'm',
    to: 'a@b.test',
    account,
    words,
    code: '01234567',
    number: 2,
    reference: 'R',
    requestedAt: at,
    minutes: 10,
  })
  expect(second.subject).toBe('01234567 is your Acme <b>& Sons</b> enrollment code (no. 2)')
  for (const shown of [second.text, second.html])
    expect(shown).toContain('This is code no. 2. The ones before it no longer work.')
})

describe.each([
  ['the mailed code', code],
  ['the news of a device', registered],
  ['the news of wrong codes', wrongCodes],
])('%s', (_what, mail) => {
  test('has no link', () => {
    expect(`${mail.text}${mail.html}`).not.toMatch(/https?:|<a\b|href/)
  })

  test('has no control character in its subject', () => {
    expect(mail.subject).not.toMatch(/\p{Cc}/u)
  })

  test('escapes what people and administrators typed', () => {
    expect(mail.html).toContain('Acme &lt;b&gt;&amp; Sons&lt;/b&gt;')
    expect(mail.html).not.toContain('<script>')
    expect(mail.html).not.toContain('Sons</b>')
  })

  test('says whom to tell if it was somebody else', () => {
    expect(mail.text).toContain('If this was not you')
    expect(mail.text).toContain('Example help desk')
  })
})

test('the news of a device names it, its platform and the time', () => {
  expect(registered.text.replaceAll('\u202F', ' ')).toMatch(
    /<script>alert\(1\)<\/script> \(Windows\) was registered in your name on November 24, 2026.*9:05 AM UTC/,
  )
})

test.each([
  'Acme <b>& Sons</b>',
  'a device (Android)',
  'November 24, 2026',
  '9:05 AM UTC',
  'Reference ABCD-EFGH',
  'Nobody got in',
  'an hour',
  'open your enrollment link again',
  'change it, and tell your IT at once: Example help desk, help@corp.example.test',
])('the news of wrong codes says %j, in text and in HTML', (said) => {
  const shown = (text: string) => text.replaceAll('\u202F', ' ')
  expect(wrongCodes).toMatchObject({ id: 'mail-3', to: { address: 'ana@corp.example.test' } })
  expect(shown(wrongCodes.text)).toContain(said)
  expect(shown(wrongCodes.html)).toContain(
    said.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  )
})
