/** The digits that a mailed code has. */
export const codeDigits = 8

const isDigit = (codePoint: number): boolean => codePoint >= 0 && /^\p{Nd}$/u.test(String.fromCodePoint(codePoint))

/** Unicode keeps each script's ten digits in a row, zero first (section 4.6 of its core specification). */
const valueOf = (digit: string): string => {
  const at = digit.codePointAt(0) ?? 0
  let first = at
  while (isDigit(first - 1)) first -= 1
  return String((at - first) % 10)
}

/** Full-width, Arabic-Indic and any other decimal digits as 0 to 9: keyboards write them, and mean the same. */
export const withPlainDigits = (text: string): string => text.normalize('NFKC').replaceAll(/[^\P{Nd}0-9]/gu, valueOf)

/** What stands between the digits of a code without ending it: spaces, dashes and unseen marks, on one line. */
const between = String.raw`(?:[^\S\r\n]|[\p{Pd}\p{Cf}])*`
const inHalves = new RegExp(String.raw`(?:^|\D)(\d{4}${between}\d{4})(?!\d)`, 'u')
const runs = new RegExp(String.raw`\d(?:${between}\d)*`, 'gu')

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '')

/**
 * What was typed or pasted → the digits that are meant. Of a sentence or a whole mail it takes the code: two halves of
 * four digits, else the first run of eight. Of anything else all digits, so that a part of a code stays a part.
 */
export const digitsIn = (text: string): string => {
  const plain = withPlainDigits(text)
  const run = plain.match(runs)?.find((digits) => digitsOf(digits).length === codeDigits)
  return digitsOf(inHalves.exec(plain)?.[1] ?? run ?? plain)
}
