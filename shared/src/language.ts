/** The languages that Muster speaks, as BCP 47 tags. */
export const languages = [
  'en',
  'de',
  'fr',
  'es',
  'pt-BR',
  'it',
  'nl',
  'pl',
  'tr',
  'ja',
  'ko',
  'zh-Hans',
  'ar',
  'he',
] as const
export type Language = (typeof languages)[number]

const byTag: ReadonlyMap<string, Language> = new Map([
  ...languages.map((language) => [language.toLowerCase(), language] as const),
  // Browsers say these of whom our one kind of them serves best; `iw` is what Hebrew was called until 1989.
  ['pt', 'pt-BR'],
  ['zh', 'zh-Hans'],
  ['iw', 'he'],
])

/**
 * The range itself, else it without its last subtag, and so on (RFC 4647 section 3.4). No language of ours has more than
 * two: what follows decides nothing, and anybody may send hundreds.
 */
const lookedUp = (range: string): Language | undefined => {
  const [language = '', next] = range.toLowerCase().split('-', 2)
  return (next === undefined ? undefined : byTag.get(`${language}-${next}`)) ?? byTag.get(language)
}

/** The first of what somebody reads, in their order, that is ours; undefined when none is. */
export const languageAmong = (wanted: readonly string[]): Language | undefined => {
  for (const range of wanted) {
    const found = lookedUp(range)
    if (found !== undefined) return found
  }
  return undefined
}
