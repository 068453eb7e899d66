import { preferredLanguage } from './messages/detection.ts'
import type { Language } from './messages/languages.ts'

/** A language that is spoken, how it is written, and where the first page's words are in it. */
export type SpokenLanguage = readonly [language: Language, direction: 'ltr' | 'rtl', words: string]

/** Tells the document the person's language, and has its words fetched while the pages' script is on its way. */
export const startLanguageEarly = (spoken: readonly SpokenLanguage[]): void => {
  const preferred = preferredLanguage(spoken.map(([language]) => language))
  const found = spoken.find(([language]) => language === preferred)
  if (found === undefined) return
  const [language, direction, href] = found
  const { documentElement: root, head } = document
  root.lang = language
  root.dir = direction
  for (const line of document.querySelectorAll<HTMLElement>('.frame-late [lang]')) line.hidden = line.lang !== language
  head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }))
}
