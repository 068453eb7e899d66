import { fetchFirst, fetchLater } from './catalogs.ts'
import { rememberLanguage } from './detection.ts'
import type { Language } from './languages.ts'
import { speak, spokenNow } from './spoken.ts'

/** Speaks another language at once, on every page, and keeps it for the next visit. What cannot be had changes nothing. */
export const switchLanguage = async (language: Language, fetchWords = fetchFirst): Promise<void> => {
  speak({ coming: language, missed: undefined })
  try {
    const [first, later] = await Promise.all([fetchWords(language), fetchLater(language)])
    // The last choice counts.
    if (spokenNow().coming !== language) return
    rememberLanguage(language)
    speak({ language, first, later, coming: undefined })
  } catch {
    if (spokenNow().coming === language) speak({ coming: undefined, missed: language })
  }
}
