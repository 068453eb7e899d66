type LanguageFacts = { readonly autonym: string; readonly direction: 'ltr' | 'rtl' }

/** The languages that the portal may speak, by their BCP 47 tags, under their own names. */
export const languages = {
  en: { autonym: 'English', direction: 'ltr' },
  de: { autonym: 'Deutsch', direction: 'ltr' },
  fr: { autonym: 'Français', direction: 'ltr' },
  es: { autonym: 'Español', direction: 'ltr' },
  'pt-BR': { autonym: 'Português (Brasil)', direction: 'ltr' },
  it: { autonym: 'Italiano', direction: 'ltr' },
  nl: { autonym: 'Nederlands', direction: 'ltr' },
  pl: { autonym: 'Polski', direction: 'ltr' },
  tr: { autonym: 'Türkçe', direction: 'ltr' },
  ja: { autonym: '日本語', direction: 'ltr' },
  ko: { autonym: '한국어', direction: 'ltr' },
  'zh-Hans': { autonym: '简体中文', direction: 'ltr' },
  ar: { autonym: 'العربية', direction: 'rtl' },
  he: { autonym: 'עברית', direction: 'rtl' },
} as const satisfies Readonly<Record<string, LanguageFacts>>

export type Language = keyof typeof languages
