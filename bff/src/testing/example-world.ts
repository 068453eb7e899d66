import type { DefaultAuthentication, Workflow } from '@muster/shared/vocabulary'
import type { MemoryPerson } from '../adapters/memory-world.ts'
import type { Account, EntraFactor, PortalFactor } from '../domain/account.ts'

export const exampleDomain = 'corp.example.test'
export const exampleTenant = '4b0c2f0e-7f5e-4a57-9a3c-0c5f6d1f7a11'
export const directoryPassword = 'Directory-1!'
export const entraPassword = 'Entra-1!'

/** One account for a cell of the tables. */
export type Cell = {
  readonly workflow: Workflow
  readonly defaultAuthentication: DefaultAuthentication
  readonly portalFactor: PortalFactor
  readonly entraFactor: EntraFactor
}

const settings = ['none', 'active-directory', 'entra-id', 'both'] as const
const short = { none: 'none', 'active-directory': 'ad', 'entra-id': 'entra', both: 'both' } as const

/** `new-entra-2-mfa`: the cell in a name. */
export const cellName = ({ workflow, defaultAuthentication, portalFactor, entraFactor }: Cell): string =>
  `${workflow}-${short[defaultAuthentication]}-${portalFactor === 'two' ? 2 : 1}${entraFactor === 'multi' ? '-mfa' : ''}`

/** Every cell of the tables; Entra's factor matters only where Entra is asked. */
export const cells: readonly Cell[] = (['existing', 'new'] as const).flatMap((workflow) =>
  settings.flatMap((defaultAuthentication) =>
    (['single', 'two'] as const).flatMap((portalFactor) =>
      (defaultAuthentication === 'entra-id' || defaultAuthentication === 'both'
        ? (['single', 'multi'] as const)
        : (['single'] as const)
      ).map((entraFactor) => ({ workflow, defaultAuthentication, portalFactor, entraFactor })),
    ),
  ),
)

/** The account of a cell, named after it; `more` changes what a test is about. */
export const cellAccount = (cell: Cell, more: Partial<Account> = {}): Account => ({
  id: cellName(cell),
  name: `Example ${cellName(cell)}`,
  status: 'open',
  ...cell,
  domains: [{ name: exampleDomain, netbios: 'CORP' }],
  offerDomains: false,
  users: [],
  usernames: 'ascii',
  directories: [{ id: 'corp', urls: ['ldaps://dc1.corp.example.test'], lockoutThreshold: 10 }],
  entra: {
    cloud: 'login.microsoftonline.com',
    tenantId: exampleTenant,
    spaClientId: '11111111-1111-4111-8111-111111111111',
    passwordGrantClientId: '11111111-1111-4111-8111-111111111111',
    authenticationContext: 'c1',
    allowGuests: false,
    mismatch: 'block',
  },
  entraMail: 'preferred-username',
  mailDomains: [],
  platforms: ['ios', 'android', 'windows'],
  askOwnership: ['personal', 'corporate'],
  handOff: {
    ios: 'https://mdm.example.test/ios/{account}/{device}',
    android: 'https://mdm.example.test/android?device={device}&user={principal}',
    windows: 'ms-device-enrollment:?mode=mdm&username={principal}&servername=https%3A%2F%2Fmdm.example.test',
  },
  support: { name: 'Example help desk', email: 'help@corp.example.test', phone: '+1 555 0100' },
  branding: {},
  trustedNetworks: [],
  ...more,
})

const inDirectory = (
  username: string,
  state?: NonNullable<MemoryPerson['directory']>['state'],
): NonNullable<MemoryPerson['directory']> => ({
  password: directoryPassword,
  mail: `${username}@${exampleDomain}`,
  ...(state === undefined ? {} : { state }),
})

const inEntra = (username: string, objectId: string, mfa = false): NonNullable<MemoryPerson['entra']> => ({
  password: entraPassword,
  upn: `${username}@${exampleDomain}`,
  objectId,
  mfa,
})

/** The people of the demo world, fresh: a test may change them. */
export const examplePeople = (): readonly MemoryPerson[] => [
  { username: 'ana', directory: inDirectory('ana'), entra: inEntra('ana', '00000000-0000-4000-8000-00000000000a') },
  { username: 'ben', directory: inDirectory('ben') },
  { username: 'eva', entra: inEntra('eva', '00000000-0000-4000-8000-00000000000e') },
  { username: 'mia', entra: inEntra('mia', '00000000-0000-4000-8000-000000000011', true) },
  { username: 'noa', entra: inEntra('noa', '00000000-0000-4000-8000-000000000012', true) },
  { username: 'dee', directory: inDirectory('dee', 'account-disabled') },
  { username: 'xan', directory: inDirectory('xan', 'account-expired') },
  { username: 'pia', directory: inDirectory('pia', 'password-expired') },
  { username: 'max', directory: inDirectory('max', 'password-must-change') },
]
