import type { Plugin } from 'vite'
import { directionOf } from '@muster/shared/direction'
import { languagesWith } from '../src/messages/languages.ts'
import type { SpokenLanguage } from '../src/start-language.ts'
import { ownScript } from './own-script.ts'

const wordsFile = /^assets\/words-(\w+(?:-\w+)?)-first-[\w-]{8}\.js$/

/** Where the first page's words are under `/`, by language. */
export const wordsOf = (files: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    files.flatMap((file) => {
      const [, language] = wordsFile.exec(file) ?? []
      return language === undefined ? [] : [[language, `/${file}`]]
    }),
  )

/** What the start script is told of them: the table of languages would weigh more than the script itself. */
export const spokenIn = (words: Readonly<Record<string, string>>): readonly SpokenLanguage[] =>
  languagesWith((language) => language in words).map((language) => [
    language,
    directionOf(language),
    words[language] ?? '',
  ])

/**
 * Puts the start script into index.html, in front of the pages' own. `async` and urgent: it waits for neither styles nor
 * pages, and keeps nothing from being painted. In development the back end is inside the page, and there is no such script.
 */
export const bootScript = (target: string[]): Plugin => ({
  name: 'boot-script',
  apply: 'build',
  buildStart: {
    async handler() {
      this.emitFile({ type: 'asset', name: 'boot.js', source: await ownScript('src/boot.ts', target) })
    },
  },
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle = {} }) => {
      const file = Object.keys(bundle).find((name) => /^assets\/boot-[\w-]+\.js$/.test(name))
      if (file === undefined) throw new Error('the start script is missing')
      const words = JSON.stringify(spokenIn(wordsOf(Object.keys(bundle))))
      const attrs = { async: true, fetchpriority: 'high', src: `/${file}`, 'data-words': words }
      return [{ tag: 'script', attrs, injectTo: 'head-prepend' }]
    },
  },
})
