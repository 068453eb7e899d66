import { directoryPassword, domain, type DemoPerson } from '@muster/demo/world/people'

/** Somebody who enrolls, again and again: in the directory, in Entra, or in both. */
export type Enrollee = {
  readonly username: string
  readonly oid: string
  readonly accounts: readonly [string, ...string[]]
}

const directoryAccounts = ['existing-ad-1', 'existing-ad-2', 'new-ad-1', 'new-ad-2'] as const
const entraAccounts = ['new-entra-1', 'new-entra-2', 'new-entra-2-mfa'] as const

const oidOf = (number: number): string => `6c1e0b52-3b7e-4c19-8a64-${number.toString(16).padStart(12, '0')}`

/** People of their own for a load, so that no two walks share a person's budget in the directory. */
export const crowd = (size: number): readonly Enrollee[] =>
  Array.from({ length: size }, (_, number) => ({
    username: `walker-${number + 1}`,
    oid: oidOf(number + 1),
    accounts: [...directoryAccounts, ...entraAccounts],
  }))

/**
 * For a real domain controller, which knows nobody else: two walks each as Ana and Ben, and others who are in Entra only.
 * Two, because a killed portal leaves their slots in the directory's budget taken until one of them has got in again.
 */
export const demoPeople = (others: number): readonly Enrollee[] => [
  ...['ana', 'ben', 'ana', 'ben'].map((username) => ({ username, oid: oidOf(0), accounts: directoryAccounts })),
  ...Array.from({ length: others }, (_, number) => ({
    username: `walker-${number + 1}`,
    oid: oidOf(number + 1),
    accounts: entraAccounts,
  })),
]

/** As the simulated directory wants them. */
export const inDirectory = (enrollees: readonly Enrollee[]): readonly DemoPerson[] =>
  enrollees.map(({ username }) => ({
    username,
    displayName: username,
    mail: `${username}@${domain.name}`,
    directory: 'normal',
    about: 'Enrolls under load.',
  }))

export const passwordOfAll = directoryPassword
