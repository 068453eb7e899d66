import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import first from '../src/messages/en/first.json' with { type: 'json' }
import still from '../src/messages/en/still.json' with { type: 'json' }

const messages = join(import.meta.dirname, '../src/messages')
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** What index.html says while no script runs, by language; English first. */
const lines = (): readonly (readonly [language: string, words: typeof still])[] =>
  readdirSync(messages, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('still.json'))
    .map((file): readonly [string, typeof still] => [
      file.slice(0, file.indexOf('/')),
      JSON.parse(readFileSync(join(messages, file), 'utf8')),
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
        .map(([language, words]) => `<p lang="${language}">${escaped(words[which])}</p>`)
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
