import { type Cell, cellAccount, cells, examplePeople } from '@muster/bff/testing/example-world'
import { changeable } from '@muster/bff/testing/still-portal'

export type DevAccount = ReturnType<typeof cellAccount>
export type DevPerson = ReturnType<typeof examplePeople>[number]

const both: Cell = { workflow: 'new', defaultAuthentication: 'both', portalFactor: 'two', entraFactor: 'multi' }
const directory: Cell = { ...both, defaultAuthentication: 'active-directory', entraFactor: 'single' }

/** 48 × 48: three white bars. */
const logo = {
  type: 'image/png',
  base64:
    'iVBORw0KGgoAAAANSUhEUgAAADAAAAAwCAIAAADYYG7QAAAAR0lEQVR42u3WsQ0AIAgEQMZgNqd0Q1xASmLhke+56vOxc11Tw9f9DSAgIKDHAQICAtLUQEBA9hAQEBCQpgYCArKHgICAvgIdtyLD4ss7Z88AAAAASUVORK5CYII=',
} as const

const withPasswordChange = (cell: Cell, more: Parameters<typeof cellAccount>[1] = {}): DevAccount =>
  cellAccount(cell, { directories: changeable, ...more })

/** What the development world can be opened as: one account of every look and of every kind, then one a cell of the tables. */
export const devAccounts: readonly DevAccount[] = [
  withPasswordChange(both, {
    id: 'acme',
    name: 'Acme Corporation',
    branding: { accent: '#0f6b5c' },
    terms: { version: '1', text: 'Keep a screen lock on this device.\n\nTell the help desk at once when it is lost.' },
  }),
  withPasswordChange(directory, { id: 'branded', name: 'Branded & Sons', branding: { accent: '#b0185a', logo } }),
  withPasswordChange(directory, { id: 'phones', name: 'Phones only', platforms: ['ios', 'android'] }),
  withPasswordChange(directory, { id: 'closed', name: 'Closed for the season', status: 'closed' }),
  ...cells.map((cell) => withPasswordChange(cell)),
]

const [anybody] = examplePeople()

/** The people of the example world, and two whom only a help desk can help. */
export const devPeople: readonly DevPerson[] = [
  ...examplePeople(),
  ...(anybody?.directory === undefined
    ? []
    : [
        { username: 'una', directory: { password: anybody.directory.password } },
        { username: 'lou', directory: { ...anybody.directory, lockedOut: true } },
      ]),
]

/** A person in a few words, for a list. */
export const traitsOf = ({ directory: entry, entra }: DevPerson): string =>
  [
    entry === undefined ? undefined : 'directory',
    entra === undefined ? undefined : 'Entra',
    entry?.state,
    entry?.lockedOut === true ? 'locked out' : undefined,
    entry !== undefined && entry.mail === undefined ? 'no mail' : undefined,
    entra?.mfa === true ? 'MFA' : undefined,
  ]
    .filter((trait) => trait !== undefined)
    .join(', ')

/** The password that somebody types on a page of ours. */
export const passwordOf = ({ defaultAuthentication }: DevAccount, { directory: entry, entra }: DevPerson): string =>
  (defaultAuthentication === 'entra-id' ? entra?.password : undefined) ?? entry?.password ?? entra?.password ?? ''
