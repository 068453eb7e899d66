import type { Language } from './languages.ts'

type Sentence = (words: { readonly count: number }) => string

/** Seconds → a sentence that a person reads at a glance: with whole minutes, and with seconds when few are left. */
export const timeLeft = (
  total: number,
  sentences: { readonly minutes: Sentence; readonly seconds: Sentence },
): string => (total >= 90 ? sentences.minutes({ count: Math.round(total / 60) }) : sentences.seconds({ count: total }))

/** A moment as the contract writes it → the person's own date and time. */
export const moment = (iso: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso))
