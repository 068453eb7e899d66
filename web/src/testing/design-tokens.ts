import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Color from 'colorjs.io'
import postcss from 'postcss'
import parse from 'postcss-value-parser'

const css = readFileSync(join(import.meta.dirname, '../ui/tokens.css'), 'utf8')

/** What a person may have set for their eyes, and the media that match then. */
const schemes = {
  light: [],
  dark: ['(prefers-color-scheme: dark)'],
  'high contrast': ['(prefers-contrast: more)'],
  'high contrast, dark': [
    '(prefers-color-scheme: dark)',
    '(prefers-contrast: more)',
    '(prefers-contrast: more) and (prefers-color-scheme: dark)',
  ],
} as const
export type Scheme = keyof typeof schemes

const mediaOf = (declaration: postcss.Declaration): string | undefined => {
  const media = declaration.parent?.parent
  return media instanceof postcss.AtRule ? media.params : undefined
}

const declared = (matching: readonly string[]): ReadonlyMap<string, string> => {
  const tokens = new Map<string, string>()
  postcss.parse(css).walkDecls(/^--/, (declaration) => {
    const media = mediaOf(declaration)
    if (media === undefined || matching.includes(media)) tokens.set(declaration.prop.slice(2), declaration.value)
  })
  return tokens
}

const tokensIn = {
  light: declared(schemes.light),
  dark: declared(schemes.dark),
  'high contrast': declared(schemes['high contrast']),
  'high contrast, dark': declared(schemes['high contrast, dark']),
} satisfies Record<Scheme, unknown>

/** Every token as it is written, later ones over earlier ones: each name once, without its dashes. */
export const tokensOf = (scheme: Scheme): ReadonlyMap<string, string> => tokensIn[scheme]

/** Colors that an account sets, by the names of `accent.ts`: `account-surface` and so on. */
type AccountColors = Readonly<Record<string, string>>

/** The color of a token in a scheme, whatever other tokens it is mixed from. @throws for what is no color. */
export const colorOf = (scheme: Scheme, token: string, account: AccountColors = {}): Color => {
  const tokens = tokensOf(scheme)
  const arguments_ = (nodes: readonly parse.Node[]): readonly string[] =>
    parse
      .stringify([...nodes])
      .split(/,(?![^(]*\))/)
      .map((each) => each.trim())
  const read = (value: string): Color => {
    const [node] = parse(value).nodes
    if (node?.type !== 'function') return new Color(value)
    if (node.value === 'var') {
      const [name = '', fallback = ''] = arguments_(node.nodes)
      return read(account[name.slice(2)] ?? tokens.get(name.slice(2)) ?? fallback)
    }
    if (node.value !== 'color-mix') return new Color(value)
    const [space, first = '', second = ''] = arguments_(node.nodes)
    const [, color = '', percent = ''] = /^(.*) (\d+)%$/.exec(first) ?? []
    if (space !== 'in srgb' || percent === '') throw new Error(`not read here: ${value}`)
    return Color.mix(read(color), read(second), 1 - Number(percent) / 100, { space: 'srgb', outputSpace: 'srgb' })
  }
  const value = tokens.get(token)
  if (value === undefined) throw new Error(`no token --${token}`)
  return read(value)
}

/** WCAG 2.2 contrast ratio of two tokens, 1 to 21. */
export const contrastOf = (scheme: Scheme, text: string, ground: string, account: AccountColors = {}): number =>
  colorOf(scheme, text, account).contrastWCAG21(colorOf(scheme, ground, account))
