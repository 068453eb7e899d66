import type { Workflow } from '@muster/shared/vocabulary'
import type { ClaimedUser } from '../domain/claimed-user.ts'
import type { Confirmation, Enrollment, State } from '../domain/enrollment.ts'
import type { Spare } from '../domain/transition.ts'
import { exampleDomain, exampleTenant } from './example-world.ts'

const address = `ana@${exampleDomain}`

export const exampleUser: ClaimedUser = { username: 'ana', domain: exampleDomain, principal: address }

/** Active Directory's word for the example person; `mail` null: the directory knows no address. */
export const byDirectory = (mail: string | null = address): Confirmation => ({
  authority: 'active-directory',
  subject: { key: `ad:${exampleDomain}:ana`, displayName: 'Ana' },
  proven: ['password'],
  ...(mail === null ? {} : { mail }),
})

/** Entra's word for the example person, with or without its authentication context. */
export const byEntra = (mfa = false, mail: string | null = address): Confirmation => ({
  authority: 'entra-id',
  subject: { key: `entra:${exampleTenant}:ana`, displayName: 'Ana' },
  proven: mfa ? ['entra', 'entra-mfa'] : ['entra'],
  ...(mail === null ? {} : { mail }),
})

/** What the shell would draw: never the same twice, and readable in a failing test. */
export const drawn = (turn: number): Spare => ({
  nonce: `nonce-${turn}`,
  codeId: `code-${turn}`,
  deviceId: `device-${turn}`,
})

/** An enrollment that began at `startedAt` (ms) and has an hour. */
export const exampleEnrollment = (
  workflow: Workflow,
  state: State = { kind: 'identifying' },
  startedAt = 0,
): Enrollment => ({
  id: 'enrollment-1',
  accountId: 'example',
  reference: 'ABCD-EFGH',
  workflow,
  startedAt,
  activeAt: startedAt,
  endsAt: startedAt + 3_600_000,
  extensions: 0,
  state,
})
