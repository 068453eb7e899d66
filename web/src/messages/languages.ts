import type { Language } from '@muster/shared/language'

export type { Language }

/** The languages that the portal may speak, by their BCP 47 tags, under their own names. */
export const autonyms = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  'pt-BR': 'Português (Brasil)',
  it: 'Italiano',
  nl: 'Nederlands',
  pl: 'Polski',
  tr: 'Türkçe',
  ja: '日本語',
  ko: '한국어',
  'zh-Hans': '简体中文',
  ar: 'العربية',
  he: 'עברית',
} as const satisfies Readonly<Record<Language, string>>

const isLanguage = (tag: string): tag is Language => Object.hasOwn(autonyms, tag)

/** Those of the languages that a test holds for true, in the order of the table. */
export const languagesWith = (test: (language: Language) => boolean): readonly Language[] =>
  Object.keys(autonyms).filter(isLanguage).filter(test)
