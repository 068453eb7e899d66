import type { Language } from './language.ts'

export type Direction = 'ltr' | 'rtl'

/** How a language is written. Beside the list of languages, and not in its file: the first page goes without that. */
export const directionOf = (language: Language): Direction => (language === 'ar' || language === 'he' ? 'rtl' : 'ltr')
