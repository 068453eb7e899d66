import { languagesWith, preferredLanguage } from './messages/detection.ts'
import { languages } from './messages/languages.ts'

/**
 * Tells the document the person's language, and has its words fetched while the pages' script is on its way. `words`: where
 * the first page's words are, by language; only those languages are spoken.
 */
export const startLanguageEarly = (words: Readonly<Record<string, string>>): void => {
  const language = preferredLanguage(languagesWith((each) => each in words))
  const { documentElement: root, head } = document
  root.lang = language
  root.dir = languages[language].direction
  for (const line of document.querySelectorAll<HTMLElement>('.frame-late [lang]')) line.hidden = line.lang !== language
  const href = words[language]
  if (href !== undefined) head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }))
}
