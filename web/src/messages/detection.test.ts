import { afterEach, expect, test, vi } from 'vitest'
import { nearestLanguage, preferredLanguage, rememberLanguage } from './detection.ts'
import { autonyms, type Language } from './languages.ts'

const all: readonly Language[] = ['en', 'de', 'pt-BR', 'zh-Hans', 'he', 'ar']

afterEach(() => {
  localStorage.clear()
  vi.restoreAllMocks()
})

test.each([
  [['de-AT', 'en'], 'de'],
  [['DE'], 'de'],
  [['pt-PT'], 'pt-BR'],
  [['pt'], 'pt-BR'],
  [['zh-TW'], 'zh-Hans'],
  [['zh-Hant-HK'], 'zh-Hans'],
  [['iw-IL'], 'he'],
  [['ar-EG'], 'ar'],
  [['nb-NO', 'no'], 'en'],
  [['nb-NO', 'de'], 'de'],
  [['en-GB', 'de'], 'en'],
  [['fr', 'ar'], 'ar'],
  [['C', ''], 'en'],
  [[], 'en'],
])('a browser that asks for %j gets %s', (wanted, language) => {
  expect(nearestLanguage(wanted, all)).toBe(language)
})

test('what a person chose goes before what their browser asks for', () => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['ar'])
  expect(preferredLanguage(all)).toBe('ar')
  rememberLanguage('de')
  expect(preferredLanguage(all)).toBe('de')
})

test('a choice that is not offered any more counts for nothing', () => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['ar'])
  rememberLanguage('tr')
  expect(preferredLanguage(all)).toBe('ar')
})

test('a browser that lets us remember nothing is asked each time', () => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['de'])
  const shut = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  }
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(shut)
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(shut)
  rememberLanguage('ar')
  expect(preferredLanguage(all)).toBe('de')
})

test('every language is told by a tag that browsers understand, and by its own name', () => {
  for (const [tag, autonym] of Object.entries(autonyms)) {
    expect(Intl.getCanonicalLocales(tag)).toEqual([tag])
    const own = new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? ''
    expect(autonym.toLocaleLowerCase(tag)).toBe(own.toLocaleLowerCase(tag))
  }
})
