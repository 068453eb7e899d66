const language = 'en'
const plurals = new Intl.PluralRules(language)
const minutes = new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'long' })
const seconds = new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'long' })
const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' })

/** The form of a sentence that this number takes. */
export const plural = (count: number, forms: { one: string; other: (count: number) => string }): string =>
  plurals.select(count) === 'one' ? forms.one : forms.other(count)

/** Seconds → words a person reads at a glance: whole minutes, and seconds when few are left. */
export const minutesLeft = (total: number): string =>
  total >= 90 ? minutes.format(Math.round(total / 60)) : seconds.format(total)

/** A moment as the contract writes it → the person's own date and time. */
export const moment = (iso: string): string => dateTime.format(new Date(iso))
