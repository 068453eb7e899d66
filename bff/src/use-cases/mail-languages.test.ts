import { languages } from '@muster/shared/language'
import { describe, expect, test } from 'vitest'
import { mailCatalogs } from '../adapters/mail-catalogs.ts'
import { createMailWords } from '../adapters/mail-words.ts'
import { cellAccount } from '../testing/example-world.ts'
import { composeCodeMail, composeRegisteredMail, composeWrongCodesMail } from './compose-mail.ts'

const wordsIn = createMailWords()
const at = Date.UTC(2026, 10, 24, 9, 5)
const account = cellAccount(
  { workflow: 'new', defaultAuthentication: 'both', portalFactor: 'two', entraFactor: 'multi' },
  { id: 'acme', name: 'Acme & Sons' },
)
const device = { id: 'device-1', platform: 'ios', name: 'Ana’s phone', registeredAt: at } as const

/** Every mail there is, in one language. */
const mailsIn = (language: (typeof languages)[number]) => {
  const common = { id: 'm', to: 'ana@corp.example.test', account, words: wordsIn(language), reference: 'ABCD-EFGH' }
  const warned = { ...common, english: wordsIn('en') }
  const code = { ...common, code: '01234567', requestedAt: at }
  return [
    ...[1, 2, 11].flatMap((number) => [
      composeCodeMail({ ...code, number, minutes: 10 }),
      composeCodeMail({ ...code, number, minutes: number, platform: 'android' }),
    ]),
    composeWrongCodesMail({ ...warned, at, window: 'hour' }),
    composeWrongCodesMail({ ...warned, at, window: 'day', platform: 'windows' }),
    composeRegisteredMail({ ...warned, at, device }),
  ]
}
const present = languages.filter((language) => mailCatalogs[language] !== undefined)

describe.each(present)('every mail in %s', (language) => {
  const mails = mailsIn(language)
  const direction = language === 'ar' || language === 'he' ? 'rtl' : 'ltr'

  test('is whole: no hole and no placeholder is left in it', () => {
    for (const { subject, text, html } of mails) {
      expect(subject.trim()).not.toBe('')
      expect(`${subject}${text}${html}`).not.toMatch(/[{}]|undefined|\bplural\b|\bselect\b|\[object/)
    }
  })

  test('says its language and its direction where mail programs keep it', () => {
    for (const mail of mails) {
      expect(mail.language).toBe(language)
      expect(mail.html).toContain(`<html lang="${language}" dir="${direction}">`)
      expect(mail.html).toMatch(new RegExp(`<div lang="${language}" dir="${direction}"`))
    }
  })

  test('has no link, and no mark of direction in its subject', () => {
    for (const { subject, text, html } of mails) {
      expect(`${text}${html}`).not.toMatch(/https?:|<a\b|href/)
      expect(subject).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    }
  })

  test('has the reference, the company and whom to ask', () => {
    for (const { text } of mails) {
      expect(text).toContain('ABCD-EFGH')
      expect(text).toContain('Acme & Sons')
      expect(text).toContain('help@corp.example.test')
    }
  })

  test('begins its subject with the code, as phones look for it, where it brings one', () => {
    for (const { subject } of mails.slice(0, 6)) expect(subject).toMatch(/\b01234567\b/)
    for (const { subject } of mails.slice(6)) expect(subject).not.toMatch(/\d/)
  })

  test('says what it warns of in English, too: who caused it may have chosen a language that its reader cannot read', () => {
    const inEnglish = mailsIn('en').slice(6)
    for (const [index, { subject, text, html }] of mails.slice(6).entries()) {
      const english = inEnglish[index]
      expect(subject.endsWith(english?.subject ?? '')).toBe(true)
      expect(text.endsWith(english?.text ?? '')).toBe(true)
      expect(text.split('If this was not you')).toHaveLength(2)
      if (language !== 'en') expect(html).toContain(`<div lang="en" dir="ltr"><h2`)
    }
  })

  test('keeps the halves of the code in their order', () => {
    for (const { text, html } of mails.slice(0, 6)) {
      expect(html).toContain('<bdi dir="ltr">0123 4567</bdi>')
      expect(text).toContain(direction === 'rtl' ? '\u20680123 4567\u2069' : '\n    0123 4567\n')
    }
  })
})

test('marks of direction come in pairs, and only where writing runs from right to left', () => {
  for (const { text } of mailsIn('ar')) {
    expect(text.match(/\u2068/g)?.length).toBeGreaterThan(0)
    expect(text.match(/\u2068/g)?.length).toBe(text.match(/\u2069/g)?.length)
  }
  for (const { text } of mailsIn('de')) expect(text).not.toMatch(/[\u2068\u2069]/)
})

test('the day and the hour are told in the language’s own way', () => {
  expect(wordsIn('de').moment(at)).toBe('24. November 2026 um 09:05 UTC')
  expect(wordsIn('ar').moment(at)).toBe('24 نوفمبر 2026 في 9:05 ص UTC')
})
