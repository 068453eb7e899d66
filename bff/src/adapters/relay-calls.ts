import * as z from 'zod/mini'
import { isCertificates, isDirectoryAddress } from './directory-address.ts'

/** One call of the wire as a value, which both ends read. */
export type RelayCall<S, A> = {
  readonly path: string
  readonly said: z.ZodMiniType<S>
  readonly answer: z.ZodMiniType<A>
  /**
   * How long an answer is waited for, ms: what the other end itself may take (STANDARD 10), a slot's 2 s and the way there
   * and back. A change of a password that was sent and not answered is looked after for 3 s more.
   */
  readonly patience: number
  /** Whether doing it twice may harm somebody. */
  readonly once: boolean
}

const call = <S, A>(value: RelayCall<S, A>): RelayCall<S, A> => value

const Settings = z.strictObject({
  accountId: z.string(),
  id: z.string(),
  urls: z.readonly(z.array(z.string().check(z.refine(isDirectoryAddress))).check(z.minLength(1))),
  ca: z.exactOptional(z.string().check(z.refine(isCertificates))),
  lockoutThreshold: z.exactOptional(z.number()),
  lockoutWindowMinutes: z.exactOptional(z.number()),
  oneNamePerPerson: z.exactOptional(z.boolean()),
  passwordChange: z.exactOptional(z.strictObject({ user: z.string(), passwordFile: z.string() })),
})

const word = {
  objectId: z.exactOptional(z.string()),
  mail: z.exactOptional(z.string()),
  displayName: z.exactOptional(z.string()),
}
const kind = <K extends string>(name: K) => z.object({ kind: z.literal(name) })
const Unavailable = z.object({ kind: z.literal('unavailable'), asked: z.boolean() })
const lasting = ['account-disabled', 'account-expired', 'sign-in-not-allowed'] as const
const withReason = <K extends string>(name: K) => z.object({ kind: z.literal(name), reason: z.string() })

/** What the relay is asked, and `tend`, which it asks of the portal. Answers are in the ports' words. */
export const relayCalls = {
  hello: call({
    path: '/relay/hello',
    said: z.strictObject({}),
    answer: z.object({ mail: z.enum(['ready', 'resting']) }),
    patience: 7_000,
    once: false,
  }),
  lookAtDirectory: call({
    path: '/relay/directory/look',
    said: z.strictObject({ settings: Settings }),
    answer: z.object({ answers: z.boolean() }),
    patience: 10_000,
    once: false,
  }),
  verifyPassword: call({
    path: '/relay/directory/verify-password',
    said: z.strictObject({ settings: Settings, principal: z.string(), password: z.string() }),
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('verified'), ...word }),
      kind('rejected'),
      z.object({
        kind: z.literal('account-state'),
        state: z.enum(['password-expired', 'password-must-change', ...lasting]),
      }),
      Unavailable,
    ]),
    patience: 12_000,
    once: true,
  }),
  changePassword: call({
    path: '/relay/directory/change-password',
    said: z.strictObject({ settings: Settings, principal: z.string(), old: z.string(), fresh: z.string() }),
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('changed'), ...word }),
      kind('accepted'),
      kind('unconfirmed'),
      kind('rejected'),
      kind('refused'),
      z.object({ kind: z.literal('account-state'), state: z.enum(lasting) }),
      Unavailable,
    ]),
    patience: 15_000,
    once: true,
  }),
  sendMail: call({
    path: '/relay/mail/send',
    said: z.strictObject({
      id: z.string(),
      to: z.strictObject({ name: z.string(), address: z.string() }),
      language: z.string(),
      subject: z.string(),
      text: z.string(),
      html: z.string(),
    }),
    /** `resting`: the mail server is given up for a while, and was not asked. */
    answer: z.discriminatedUnion('kind', [kind('sent'), withReason('deferred'), withReason('failed'), kind('resting')]),
    patience: 17_000,
    once: false,
  }),
  tend: call({
    path: '/api/relay/tend',
    said: z.strictObject({ upkeep: z.boolean() }),
    answer: z.object({ mails: z.number(), more: z.boolean() }),
    patience: 30_000,
    once: false,
  }),
} as const
