import { describe, expect, test } from 'vitest'
import { directionOf } from './direction.ts'
import { languageAmong, languages } from './language.ts'

describe('whose language is chosen', () => {
  test.each(languages)('%s is itself, however it is written', (language) => {
    expect(languageAmong([language])).toBe(language)
    expect(languageAmong([language.toUpperCase()])).toBe(language)
  })

  test.each([
    [['de-AT'], 'de'],
    [['de-Latn-CH-1996'], 'de'],
    [['pt-PT'], 'pt-BR'],
    [['zh-CN'], 'zh-Hans'],
    [['zh-Hans-SG'], 'zh-Hans'],
    [['iw'], 'he'],
    [['iw-IL'], 'he'],
    [['ar-EG'], 'ar'],
    [['sv', 'fr-CA', 'en'], 'fr'],
    [['*'], undefined],
    [['sv', 'fi-FI'], undefined],
    [['deutsch'], undefined],
    [['', '-', 'de'], 'de'],
    [[], undefined],
  ] as const)('%j → %s', (wanted, language) => {
    expect(languageAmong(wanted)).toBe(language)
  })
})

test('no language of ours has more subtags than are looked at', () => {
  expect(languages.filter((language) => language.split('-').length > 2)).toEqual([])
})

// Looking each subtag up with all before it would take minutes here.
test('a range without end costs nobody anything', () => {
  expect(languageAmong([`zh-Hans${'-x'.repeat(200_000)}`, 'de'])).toBe('zh-Hans')
  expect(languageAmong([`sv${'-x'.repeat(200_000)}`, 'de'])).toBe('de')
})

test('Arabic and Hebrew are written from right to left, and no other', () => {
  expect(languages.filter((language) => directionOf(language) === 'rtl')).toEqual(['ar', 'he'])
})
