import type { Language } from './languages.ts'

const key = 'muster.language'

/** zh-TW is nearest to zh-Hans, pt-PT to pt-BR: whoever reads one reads the other sooner than English. */
const root = (tag: string): string => {
  const [language = ''] = tag.toLowerCase().split('-')
  // Java's old name for Hebrew, which Android's browsers long told.
  return language === 'iw' ? 'he' : language
}

/** The first of the languages a person reads that is offered, itself or a near one; English where none is. */
export const nearestLanguage = (wanted: readonly string[], offered: readonly Language[]): Language => {
  for (const tag of wanted) {
    const near =
      offered.find((language) => language.toLowerCase() === tag.toLowerCase()) ??
      offered.find((language) => root(language) === root(tag))
    if (near !== undefined) return near
  }
  return 'en'
}

// Storage may be shut: then a choice holds as long as the page.
const remembered = (): readonly string[] => {
  try {
    const tag = localStorage.getItem(key)
    return tag === null ? [] : [tag]
  } catch {
    return []
  }
}

/** Keeps the person's own choice for the next visit, where the browser lets us. */
export const rememberLanguage = (language: Language): void => {
  try {
    localStorage.setItem(key, language)
  } catch {}
}

/** The person's own choice, else the nearest to what their browser asks for. */
export const preferredLanguage = (offered: readonly Language[]): Language =>
  nearestLanguage([...remembered(), ...navigator.languages], offered)
