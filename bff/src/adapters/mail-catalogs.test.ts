import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Language, languages } from '@muster/shared/language'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { mailCatalogs } from './mail-catalogs.ts'
import { createMailWords } from './mail-words.ts'

/** Kinds of elements, as the parser numbers them. */
const [literal, select, plural] = [0, 5, 6]

type Element = ReturnType<IntlMessageFormat['getAst']>[number]
/** An argument as a message uses it, such as `minutes plural`. */
type Use = { readonly argument: string; readonly kind: number; readonly forms: readonly string[] }

const parsed = (message: string): Element[] =>
  new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst()

const usesIn = (elements: readonly Element[]): readonly Use[] =>
  elements.flatMap((element) => {
    const kind: number = element.type
    if (!('value' in element) || kind === literal) return []
    const use = { argument: element.value, kind, forms: [] }
    if (!('options' in element)) return [use]
    const { options } = element
    return [{ ...use, forms: Object.keys(options) }, ...Object.values(options).flatMap(({ value }) => usesIn(value))]
  })

const argumentsOf = (message: string) =>
  [...new Set(usesIn(parsed(message)).map(({ argument, kind }) => `${argument} ${kind}`))].toSorted()
const formsOf = (message: string, kind: number) =>
  usesIn(parsed(message)).flatMap((use) => (use.kind === kind ? [use.forms.toSorted()] : []))

/** The forms that whole numbers take which a mail may tell; French's for millions is none of them. */
const pluralForms = (language: Language): readonly string[] => {
  const rules = new Intl.PluralRules(language)
  return [...new Set(['other', ...Array.from({ length: 200 }, (_, number) => rules.select(number))])].toSorted()
}

const entriesOf = (catalog: object): [string, string][] => Object.entries(catalog)

test('every file of messages is imported, and every one is a language of ours', () => {
  const files = readdirSync(join(import.meta.dirname, '../messages')).map((name) => name.replace(/\.json$/, ''))
  expect(files.toSorted()).toEqual(Object.keys(mailCatalogs).toSorted())
  expect(languages).toEqual(expect.arrayContaining(files))
})

describe.each(languages.filter((language) => mailCatalogs[language] !== undefined))('the mails in %s', (language) => {
  const catalog = mailCatalogs[language] ?? {}

  test('have the messages that the English ones have, in their order, and no other', () => {
    expect(Object.keys(catalog)).toEqual(Object.keys(mailCatalogs.en))
  })

  test('take the same arguments, for the same use', () => {
    const english = entriesOf(mailCatalogs.en).map(([key, message]) => [key, argumentsOf(message)])
    expect(entriesOf(catalog).map(([key, message]) => [key, argumentsOf(message)])).toEqual(english)
  })

  test('choose among the same words', () => {
    const english = entriesOf(mailCatalogs.en).map(([key, message]) => [key, formsOf(message, select)])
    expect(entriesOf(catalog).map(([key, message]) => [key, formsOf(message, select)])).toEqual(english)
  })

  test('have a form for every number', () => {
    const wanted = pluralForms(language)
    for (const [key, message] of entriesOf(catalog))
      for (const forms of formsOf(message, plural)) expect([key, forms]).toEqual([key, wanted])
  })

  test('are plain text', () => {
    for (const [key, message] of entriesOf(catalog))
      expect(key === 'comma' ? message.trimEnd() : message, key).toMatch(/^\S[^<>\n\p{Bidi_Control}]*$/u)
  })
})

test('who reads a language that the mails are not in yet gets English, and the mail says so', () => {
  const wordsIn = createMailWords()
  for (const language of languages) {
    const known = mailCatalogs[language] !== undefined
    expect(wordsIn(language).language).toBe(known ? language : 'en')
  }
})

test('a count takes its form: one minute, two, three, eleven, a hundred', () => {
  const { say } = createMailWords()('ar')
  const said = [1, 2, 3, 11, 100].map((minutes) => say('code.lifetime', { minutes }))
  for (const [index, count] of ['دقيقة واحدة', 'دقيقتين', '3 دقائق', '11 دقيقة', '100 دقيقة'].entries())
    expect(said[index]).toContain(count)
})
