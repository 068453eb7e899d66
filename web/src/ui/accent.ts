type Rgb = readonly [number, number, number]

/** What the account's colour becomes: as a surface with its ink, and as ink on a light and on a dark page. */
type Accent = { readonly surface: string; readonly ink: string; readonly onLight: string; readonly onDark: string }

/** What lies beneath the words, as `tokens.css` has it: the ground, the paper on it and the share of its wash. */
type Sheet = { readonly ground: Rgb; readonly paper: Rgb; readonly wash: number; readonly away: Rgb }

const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]
const light: Sheet = { ground: [243, 245, 248], paper: white, wash: 0.08, away: black }
const dark: Sheet = { ground: [17, 21, 27], paper: [27, 32, 40], wash: 0.1, away: white }
const plain: Sheet = { ...light, ground: white, wash: 0 }

const parse = (hex: string): Rgb | undefined => {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)
  if (digits === null) return undefined
  const [, r = '', g = '', b = ''] = digits
  return [Number.parseInt(r, 16), Number.parseInt(g, 16), Number.parseInt(b, 16)]
}

const print = (colour: Rgb): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

const linear = (part: number): number => (part <= 10.31475 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4)
const luminance = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)

/** WCAG 2.2 contrast ratio, 1 to 21. */
const contrast = (one: Rgb, other: Rgb): number => {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const mix = (colour: Rgb, other: Rgb, share: number): Rgb => [
  colour[0] + (other[0] - colour[0]) * share,
  colour[1] + (other[1] - colour[1]) * share,
  colour[2] + (other[2] - colour[2]) * share,
]

/**
 * Moves a colour away from a paper, a twentieth at a time, until it can be read on the ground around that and on the
 * paper with a wash of the colour: these two are the worst that the styles put beneath it.
 */
const readable = (colour: Rgb, { ground, paper, wash, away }: Sheet, share = 0): Rgb => {
  const mixed = mix(colour, away, share)
  const worst = Math.min(contrast(mixed, ground), contrast(mixed, mix(paper, mixed, wash)))
  return share >= 1 || worst >= 4.6 ? mixed : readable(colour, { ground, paper, wash, away }, share + 0.05)
}

/** An account's `#rrggbb` → colours with a contrast of at least 4.5 wherever they carry words; nothing if it is no such colour. */
export const accentOf = (hex: string | undefined): Accent | undefined => {
  const colour = parse(hex ?? '')
  if (colour === undefined) return undefined
  const ink = contrast(colour, white) >= 4.5 ? white : contrast(colour, black) >= 7 ? black : undefined
  const surface = ink === undefined ? readable(colour, plain) : colour
  return {
    surface: print(surface),
    ink: print(ink ?? white),
    onLight: print(readable(colour, light)),
    onDark: print(readable(colour, dark)),
  }
}

/** Paints the document in the account's colour. Through the CSSOM: the content security policy allows no style attribute. */
export const paintAccent = (hex: string | undefined): void => {
  const accent = accentOf(hex)
  const { style } = document.documentElement
  for (const [name, value] of Object.entries(accent ?? {})) style.setProperty(`--account-${name.toLowerCase()}`, value)
}
