import { EntraError, EntraReason } from '@muster/shared/entra-refusal'
import { RefusalCode } from '@muster/shared/step'
import { AuthenticationType, Ownership, PasswordNote, Platform, Proof, Workflow } from '@muster/shared/vocabulary'
import * as z from 'zod/mini'
import type { Enrollment } from '../domain/enrollment.ts'

const ClaimedUser = z.object({ username: z.string(), domain: z.string(), principal: z.string() })

const Challenge = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('credentials'), against: z.array(AuthenticationType) }),
  z.object({ kind: z.literal('password'), against: z.array(AuthenticationType) }),
  z.object({ kind: z.literal('entra-sign-in'), authenticationContext: z.exactOptional(z.string()) }),
  z.object({ kind: z.literal('email-code') }),
])

const ChallengePlan = z.object({
  challenges: z.tuple([Challenge], Challenge),
  counts: z.object({ 'active-directory': z.int(), 'entra-id': z.int() }),
})

const Confirmation = z.object({
  authority: AuthenticationType,
  subject: z.object({ key: z.string(), displayName: z.string() }),
  proven: z.array(Proof),
  mail: z.exactOptional(z.string()),
})

const OpenChallenge = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('password'), note: z.exactOptional(PasswordNote) }),
  z.object({ kind: z.literal('new-password') }),
  z.object({
    kind: z.literal('entra-sign-in'),
    nonce: z.string(),
    authenticationContext: z.exactOptional(z.string()),
    contextMissed: z.boolean(),
  }),
  z.object({ kind: z.literal('email-code'), codeId: z.string(), sentTo: z.string(), confirmation: Confirmation }),
])

const Device = z.object({
  id: z.string(),
  platform: Platform,
  name: z.string(),
  ownership: z.exactOptional(Ownership),
  termsVersion: z.exactOptional(z.string()),
  registeredAt: z.int(),
})

const EntraRefusal = z.object({
  reason: EntraReason,
  said: z.exactOptional(
    z.object({
      error: EntraError,
      errorCodes: z.array(z.int()),
      traceId: z.exactOptional(z.string()),
      correlationId: z.exactOptional(z.string()),
      at: z.int(),
    }),
  ),
})

const met = z.array(z.enum(['credentials', 'password', 'entra-sign-in', 'email-code']))
const confirmed = { user: ClaimedUser, plan: ChallengePlan, confirmation: Confirmation, met }

const State = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('identifying'),
    again: z.exactOptional(z.object({ user: ClaimedUser, note: PasswordNote })),
  }),
  z.object({
    kind: z.literal('challenged'),
    user: ClaimedUser,
    plan: ChallengePlan,
    now: OpenChallenge,
    met,
    then: z.array(Challenge),
  }),
  z.object({ kind: z.literal('choosing-device'), ...confirmed }),
  z.object({ kind: z.literal('enrolled'), ...confirmed, device: Device, handOff: z.exactOptional(z.string()) }),
  z.object({
    kind: z.literal('refused'),
    because: RefusalCode,
    proven: z.array(Proof),
    entra: z.exactOptional(EntraRefusal),
  }),
])

const EnrollmentShape = z.object({
  id: z.string(),
  accountId: z.string(),
  reference: z.string(),
  workflow: Workflow,
  invitation: z.exactOptional(
    z.object({
      id: z.string(),
      username: z.exactOptional(z.string()),
      domain: z.exactOptional(z.string()),
      platform: z.exactOptional(Platform),
    }),
  ),
  startedAt: z.int(),
  activeAt: z.int(),
  endsAt: z.int(),
  extensions: z.int(),
  codes: z.exactOptional(z.int()),
  state: State,
})

/** The JSON of an enrollment's row. @throws when it is not one: a row that nobody of us wrote. */
export const parseEnrollment = (body: string): Enrollment => EnrollmentShape.parse(JSON.parse(body))
