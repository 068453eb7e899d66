import * as z from 'zod/mini'
import { Link } from './link.ts'
import { Support } from './public-profile.ts'
import { Ask, Ownership, PasswordNote, Platform, Proof, Workflow } from './vocabulary.ts'

/** A moment as ISO 8601 in UTC with milliseconds. */
export const Moment = z.iso.datetime()

/** What every step carries. `counted` is 0 until all challenges are met, then the published number of table 3. */
const common = {
  reference: z.string(),
  account: z.object({ id: z.string(), name: z.string() }),
  workflow: Workflow,
  factors: z.object({ counted: z.int(), proven: z.array(Proof) }),
  /** `asks`: what each of the `of` steps asks, in their order. Until somebody is named it tells what holds for everybody. */
  progress: z.object({ at: z.int(), of: z.int(), asks: z.array(Ask) }),
  /** When the enrollment ends if nothing more is done: on every step, so that every step can warn of it. */
  expiresAt: Moment,
}

const names = {
  domain: z.exactOptional(z.string()),
  domains: z.exactOptional(z.array(z.string())),
  username: z.exactOptional(z.string()),
}

/** Why an enrollment ended without a device. */
export const RefusalCode = z.enum([
  'authentication-not-configured',
  'entra-failed',
  'no-mail-address',
  'code-exhausted',
  'account-closed',
])
export type RefusalCode = z.infer<typeof RefusalCode>

/** What the registered device gets next. */
export const HandOff = z.object({
  kind: z.literal('link'),
  url: Link,
  /** An image as a `data:` URL, for a second device to scan. */
  qr: z.exactOptional(z.string()),
  /** Set where the link works in this browser only and the person is in another. */
  browserHint: z.exactOptional(z.literal('safari')),
})
export type HandOff = z.infer<typeof HandOff>

/** What Microsoft said, for whoever mends it: numbers and identifiers alone, since it came by way of the browser. */
const EntraDetails = z.object({
  /** An `EntraError`. */
  error: z.string(),
  /** AADSTS numbers. */
  errorCodes: z.array(z.int()),
  traceId: z.exactOptional(z.string()),
  correlationId: z.exactOptional(z.string()),
  at: Moment,
})

/** What the person is asked now: a projection of the enrollment, with no secret in it. */
export const Step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('identify'), ...common, ...names }),
  z.object({ kind: z.literal('credentials'), ...common, ...names, note: z.exactOptional(PasswordNote) }),
  z.object({
    kind: z.literal('password'),
    ...common,
    username: z.string(),
    domain: z.string(),
    note: z.exactOptional(PasswordNote),
  }),
  z.object({ kind: z.literal('new-password'), ...common, rules: z.exactOptional(z.string()) }),
  z.object({
    kind: z.literal('entra-sign-in'),
    ...common,
    authority: z.string(),
    clientId: z.string(),
    scopes: z.array(z.string()),
    nonce: z.string(),
    loginHint: z.string(),
    domainHint: z.exactOptional(z.string()),
    prompt: z.exactOptional(z.string()),
    /** The `claims` request parameter (OpenID Connect Core 5.5), as JSON text. */
    claims: z.exactOptional(z.string()),
    /** OpenID provider metadata as JSON text, where it is not to be fetched. */
    authorityMetadata: z.exactOptional(z.string()),
  }),
  z.object({
    kind: z.literal('email-code'),
    ...common,
    /** Masked. */
    sentTo: z.string(),
    delivery: z.enum(['queued', 'sent', 'delayed', 'failed']),
    /** When the code ends, which `extend` does not change (docs/decisions/0024). */
    codeExpiresAt: Moment,
    resendAt: Moment,
    /** The how manieth code of this enrollment it is: from the second on its mail says the number. */
    codeNumber: z.int(),
    /** Whose mail to look for, as people see it: `Name (address)` or an address. */
    from: z.string(),
    triesLeft: z.int(),
  }),
  z.object({
    kind: z.literal('device'),
    ...common,
    /** Who was confirmed, as they said who they are. */
    username: z.string(),
    domain: z.string(),
    platforms: z.array(Platform),
    suggested: z.exactOptional(Platform),
    ownership: z.exactOptional(z.array(Ownership)),
    terms: z.exactOptional(z.object({ version: z.string(), url: z.exactOptional(Link), text: z.string() })),
  }),
  z.object({
    kind: z.literal('enrolled'),
    ...common,
    device: z.object({ id: z.string(), platform: Platform, name: z.string(), registeredAt: Moment }),
    handOff: HandOff,
  }),
  z.object({
    kind: z.literal('refused'),
    ...common,
    code: RefusalCode,
    support: Support,
    /** With `entra-failed`: an `EntraReason`. An older page takes one that it does not know for `unknown`. */
    reason: z.exactOptional(z.string()),
    details: z.exactOptional(EntraDetails),
  }),
  z.object({ kind: z.literal('expired'), ...common }),
])
export type Step = z.infer<typeof Step>
export type StepKind = Step['kind']
export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>
