import { directionOf } from '@muster/shared/direction'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import first from '../src/messages/en/first.json' with { type: 'json' }
import still from '../src/messages/en/still.json' with { type: 'json' }
import { type Language, languagesWith } from '../src/messages/languages.ts'

const fileOf = (language: Language): string => join(import.meta.dirname, '../src/messages', language, 'still.json')
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** What index.html says while no script runs, by language; English first. */
const lines = (): readonly (readonly [Language, words: typeof still])[] =>
  languagesWith((language) => existsSync(fileOf(language)))
    .map((language): readonly [Language, typeof still] => [
      language,
      JSON.parse(readFileSync(fileOf(language), 'utf8')),
    ])
    .sort(([a], [b]) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b))

/**
 * The only words that stand in index.html come from the catalogs as well. Without scripts, or with an old browser's,
 * nobody knows the person's language: it is said in each. That it takes long is said in the one that the start script finds, English before.
 */
export const wordsOfTheFrame: Plugin = {
  name: 'words-of-the-frame',
  transformIndexHtml: (html) => {
    const inEach = (which: 'noScript' | 'old') =>
      lines()
        .map(([language, words]) => `<p lang="${language}" dir="${directionOf(language)}">${escaped(words[which])}</p>`)
        .join('')
    const late = lines().map(
      ([language, words]) =>
        `<span lang="${language}"${language === 'en' ? '' : ' hidden'}>${escaped(words.late)}</span>`,
    )
    return html
      .replace('%TITLE%', () => escaped(first.frame.product))
      .replace('<p>%NOSCRIPT%</p>', () => inEach('noScript'))
      .replace('<p>%OLD%</p>', () => inEach('old'))
      .replace('%LATE%', () => late.join(''))
  },
}
