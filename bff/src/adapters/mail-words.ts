import { directionOf } from '@muster/shared/direction'
import type { Language } from '@muster/shared/language'
import { IntlMessageFormat } from 'intl-messageformat'
import type { MailMessages, MailWords, WordsIn } from '../ports/mail-words.ts'
import { mailCatalogs } from './mail-catalogs.ts'

/** First strong isolate and its end: what is between them has a direction of its own. */
const [isolate, end] = ['\u2068', '\u2069']

const dateTime = {
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
} as const

const wordsOf = (language: Language, catalog: typeof mailCatalogs.en): MailWords => {
  const compiled = new Map<keyof MailMessages, IntlMessageFormat>()
  const message = (key: keyof MailMessages): IntlMessageFormat => {
    const known = compiled.get(key) ?? new IntlMessageFormat(catalog[key], language, undefined, { ignoreTag: true })
    compiled.set(key, known)
    return known
  }
  const moments = new Intl.DateTimeFormat(language, dateTime)
  const direction = directionOf(language)
  return {
    language,
    direction,
    say: (key, values) => String(message(key).format(values)),
    moment: (at) => moments.format(at),
    apart: (text) => (direction === 'rtl' ? `${isolate}${text}${end}` : text),
  }
}

/** The catalogs in `messages/`, interpreted: no text is made into code, which an edge runtime forbids. */
export const createMailWords = (): WordsIn => {
  const made = new Map<Language, MailWords>()
  return (language) => {
    const catalog = mailCatalogs[language]
    const spoken = catalog === undefined ? 'en' : language
    const words = made.get(spoken) ?? wordsOf(spoken, catalog ?? mailCatalogs.en)
    made.set(spoken, words)
    return words
  }
}
