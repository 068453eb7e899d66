import type { Person } from '../entra/entra-options.ts'

/** What is the matter with somebody's account in the directory. */
export type PersonState = 'normal' | 'disabled' | 'account-expired' | 'password-expired' | 'must-change' | 'locked'

export type DemoPerson = {
  readonly username: string
  readonly displayName: string
  readonly mail: string
  /** Absent: not in the directory. */
  readonly directory?: PersonState
  /** Absent: not in Entra. */
  readonly entra?: Pick<Person, 'oid' | 'mfa' | 'refused'>
  /** What is special about them, for the demo's page. */
  readonly about: string
}

/** DESIGN's domain: every account has it, and it fills the field. */
export const domain = { name: 'corp.example.test', netbios: 'CORP' } as const

export const directoryPassword = 'Directory-1!'
export const entraPassword = 'Entra-1!'

/** The domain's `lockoutThreshold`, the same in both kinds of directory. */
export const lockoutThreshold = 10

const person = (username: string, rest: Pick<DemoPerson, 'about' | 'directory' | 'entra'>): DemoPerson => ({
  username,
  displayName: username.slice(0, 1).toUpperCase() + username.slice(1),
  mail: `${username}@${domain.name}`,
  ...rest,
})

const oid = (last: number): string => `5f1d0a52-3b7e-4c19-8a64-${last.toString(16).padStart(12, '0')}`

/** Everybody of the demo world. */
export const people: readonly DemoPerson[] = [
  person('ana', {
    directory: 'normal',
    entra: { oid: oid(1) },
    about: 'In both, with nothing special: the person to start with.',
  }),
  person('ben', { directory: 'normal', about: 'Only in the directory. Entra does not know him.' }),
  person('eva', { entra: { oid: oid(2) }, about: 'Only in Entra.' }),
  person('mia', { entra: { oid: oid(3), mfa: 'approval' }, about: 'Only in Entra, where she approves every sign-in.' }),
  person('noa', {
    entra: { oid: oid(4), mfa: 'sms' },
    about: 'Only in Entra, where every sign-in wants a code sent to the phone.',
  }),
  person('cas', {
    entra: { oid: oid(5), refused: 53003 },
    about: 'Only in Entra, where Conditional Access blocks her after the right password.',
  }),
  person('nic', {
    entra: { oid: oid(6), refused: 53000 },
    about: 'Only in Entra, which wants a managed device of him before he may enroll it.',
  }),
  person('una', {
    entra: { oid: oid(7), refused: 50105 },
    about: 'Only in Entra, where nobody has assigned her to the application.',
  }),
  person('dee', { directory: 'disabled', about: 'Her account is disabled.' }),
  person('xan', { directory: 'account-expired', about: 'His account has expired.' }),
  person('pia', { directory: 'password-expired', about: 'Her password has expired.' }),
  person('max', { directory: 'must-change', about: 'He must change his password before anything else.' }),
  person('lou', { directory: 'locked', about: 'Locked out for good: any password looks wrong.' }),
]
