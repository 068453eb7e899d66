import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type SpokenLanguage, startLanguageEarly } from './start-language.ts'

const words = {
  en: '/assets/words-en-first-1.js',
  de: '/assets/words-de-first-1.js',
  ar: '/assets/words-ar-first-1.js',
}
const spoken: readonly SpokenLanguage[] = [
  ['ar', 'rtl', words.ar],
  ['de', 'ltr', words.de],
  ['en', 'ltr', words.en],
]
const asksFor = (...wanted: readonly string[]) => vi.spyOn(navigator, 'languages', 'get').mockReturnValue([...wanted])

beforeEach(() => {
  localStorage.clear()
  document.head.innerHTML = ''
  document.body.innerHTML =
    '<p class="frame-late"><span lang="en">Late?</span><span lang="de" hidden>Spät?</span></p><p lang="fr">elsewhere</p>'
})
afterEach(() => {
  vi.restoreAllMocks()
  document.documentElement.lang = 'en'
  document.documentElement.dir = 'ltr'
})

const preloaded = () =>
  [...document.querySelectorAll('link[rel=modulepreload]')].map((link) => link.getAttribute('href'))
const shown = () => [...document.querySelectorAll<HTMLElement>('[lang]:not(html, [hidden])')].map(({ lang }) => lang)

test('the document speaks the person’s language, and its words are fetched', () => {
  asksFor('de-AT', 'en')
  startLanguageEarly(spoken)
  expect(document.documentElement.lang).toBe('de')
  expect(document.documentElement.dir).toBe('ltr')
  expect(preloaded()).toEqual([words.de])
  expect(shown()).toEqual(['de', 'fr'])
})

test('a language that is written from the right turns the frame before it is painted', () => {
  asksFor('ar-EG')
  startLanguageEarly(spoken)
  expect(document.documentElement.dir).toBe('rtl')
  expect(preloaded()).toEqual([words.ar])
})

test.each([[['fr']], [[]]])('without words in %j it is English', (wanted) => {
  asksFor(...wanted)
  startLanguageEarly(spoken)
  expect(document.documentElement.lang).toBe('en')
  expect(preloaded()).toEqual([words.en])
  expect(shown()).toEqual(['en', 'fr'])
})

test('where nothing is spoken the document stays as it is', () => {
  startLanguageEarly([])
  expect(document.documentElement.lang).toBe('en')
  expect(preloaded()).toEqual([])
})
