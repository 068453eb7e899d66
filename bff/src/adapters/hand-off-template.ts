import type { Platform } from '@muster/shared/vocabulary'

/** What a hand-off template may ask for. */
const handOffVariables = ['username', 'domain', 'principal', 'device', 'account', 'ownership', 'reference'] as const

/** A page, in the clear on the machine at hand only, as in any link of an account's. */
const page = {
  shape: /^(?:https:\/\/[a-z0-9.-]+|http:\/\/localhost)(?::\d+)?(?:[/?#]|$)/i,
  words: 'https://host/…',
}

const beginnings: Readonly<Record<Platform, { readonly shape: RegExp; readonly words: string }>> = {
  // The host stands before any variable: nobody's user name chooses where a device goes.
  ios: page,
  android: page,
  windows: {
    shape: /^(?:https:\/\/[a-z0-9.-]+(?::\d+)?(?:[/?#]|$)|ms-device-enrollment:)/i,
    words: 'ms-device-enrollment:… or https://host/…',
  },
}

/** The simplest expression of RFC 6570, which escapes whatever it fills in; those of `+` and `#` do not. */
const expression = /\{([^{}]*)\}/g

const known: readonly string[] = handOffVariables

const wrongIn = (template: string): string | undefined =>
  [...template.matchAll(expression)].map(([, name = '']) => name).find((name) => !known.includes(name))

/** Why a template is not one, in words; undefined when it is. */
export const handOffFault = (platform: Platform, template: string): string | undefined => {
  const { shape, words } = beginnings[platform]
  if (!shape.test(template)) return `must begin with ${words}, with no variable in the host`
  const wrong = wrongIn(template)
  if (wrong !== undefined)
    return `holds the unknown variable {${wrong}}; known are ${known.map((name) => `{${name}}`).join(' ')}`
  const filled = template.replace(expression, 'x')
  if (/[{}\s]/.test(filled)) return 'holds a lone brace or a blank'
  return URL.canParse(filled) ? undefined : 'is not an address'
}
