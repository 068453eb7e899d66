import { corpProfile, steps } from './example-steps.ts'
import type { Stage } from './stage.ts'
import { type State, statesOf } from './state.ts'
import { reply, type Wire } from './wire.ts'

const svg = (width: number, height: number, inside: string) => ({
  type: 'image/svg+xml',
  body: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${inside}</svg>`,
})

/** Dark on nothing, as most logos come. */
const wordmark = svg(
  900,
  120,
  '<text x="0" y="100" font-family="sans-serif" font-size="120" font-weight="700" fill="#15202b">corporation</text>',
)

type Brand = {
  readonly name?: string
  readonly accent?: string
  readonly logo?: Parameters<Wire['logo']>[0]
  readonly username?: string
  readonly domain?: string
}

/** The page of somebody who has said their name, in an account that looks so. */
const branded = ({ name = corpProfile.name, accent, logo, username, domain }: Brand) => {
  return async ({ wire, open }: Stage) => {
    if (logo !== undefined) wire.logo(logo)
    const branding = {
      ...(accent === undefined ? {} : { accent }),
      ...(logo === undefined ? {} : { logo: '/api/accounts/corp/logo' }),
    }
    const { password } = steps
    wire.answer('profile', reply({ ...corpProfile, name, branding }))
    wire.answer(
      'open',
      reply({
        ...password,
        account: { id: 'corp', name },
        username: username ?? password.username,
        domain: domain ?? password.domain,
      }),
    )
    await open()
  }
}

const label = 'subsidiary-with-a-long-name'
/** As long as a name of the domain name system may be (RFC 1035 section 2.3.4). */
const longestDomain = `${Array.from({ length: 9 }, () => label).join('.')}.example`.slice(0, 254)

/** What accounts bring along, at its worst. */
export const brandingStates: readonly State[] = statesOf('branding', {
  'no color, no logo': branded({}),
  'wide dark logo': branded({ logo: wordmark }),
  'tall logo': branded({ logo: svg(60, 400, '<rect width="60" height="400" fill="#7a1fa2"/>') }),
  'huge logo': branded({ logo: svg(8000, 6000, '<circle cx="4000" cy="3000" r="2900" fill="#c62828"/>') }),
  'tiny logo': branded({ logo: svg(3, 2, '<rect width="3" height="2" fill="#2e7d32"/>') }),
  'broken logo': branded({ logo: 'broken' }),
  'logo that does not come': branded({ logo: 'held' }),
  'white accent': branded({ accent: '#ffffff' }),
  'black accent': branded({ accent: '#000000' }),
  'yellow accent': branded({ accent: '#ffe100' }),
  'gray accent': branded({ accent: '#808080' }),
  'one long word as name': branded({
    name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.slice(0, 80),
    logo: wordmark,
  }),
  'Arabic name': branded({ name: 'شركة الاتصالات المتنقلة العالمية المحدودة', logo: wordmark }),
  'emoji name': branded({ name: '🚀 Rocket & Söhne 👩🏽‍🚀 GmbH' }),
  'long user name and domain': branded({
    username: 'maximiliane-friederike.von-und-zu-hohenlohe-schillingsfuerst'.repeat(2),
    domain: longestDomain,
  }),
})
