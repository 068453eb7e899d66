import * as z from 'zod/mini'
import { AccountName } from './account-name.ts'
import { Link } from './link.ts'
import type { Route } from './route.ts'
import { Moment, Step, type StepKind } from './step.ts'
import { Nothing } from './submission.ts'

/** A browser and its device as far as it tells by itself: what a person recognizes, and no more. */
export const SeenBrowser = z.object({
  device: z.enum(['iphone', 'ipad', 'android', 'windows', 'mac', 'other']),
  browser: z.enum(['safari', 'chrome', 'edge', 'firefox', 'samsung', 'other']),
})
export type SeenBrowser = z.infer<typeof SeenBrowser>

/** The code of a link or picture to go on elsewhere: 132 random bits, base64url. */
const HandOverCode = z.string().check(z.regex(/^[\w-]{22}$/))
/** Shown on the second device, entered on the first. */
const HandOverNumber = z.string().check(z.regex(/^[1-9]\d$/))

const RedeemCode = z.strictObject({ account: AccountName, code: HandOverCode })
/** `none`: the person knows nothing of the other device, or has changed their mind. */
const AnswerNumber = z.strictObject({ number: z.union([HandOverNumber, z.literal('none')]) })

export const Offer = z.object({
  /** The code is in its fragment, which no server and no log ever sees. */
  url: Link,
  /** The same as an image, a `data:` URL. */
  qr: z.string(),
  expiresAt: Moment,
})
export type Offer = z.infer<typeof Offer>

/** Every kind of step: a map, so that none is forgotten. */
const kinds = {
  identify: 'identify',
  credentials: 'credentials',
  password: 'password',
  'new-password': 'new-password',
  'entra-sign-in': 'entra-sign-in',
  'email-code': 'email-code',
  device: 'device',
  enrolled: 'enrolled',
  refused: 'refused',
  expired: 'expired',
} as const satisfies { readonly [K in StepKind]: K }

/** How the first device sees it. */
export const HandOverSeen = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('offered'), expiresAt: Moment }),
  z.object({ kind: z.literal('taken'), by: SeenBrowser, expiresAt: Moment }),
  /** It went over: how far the second device has come, and nothing of what is asked there. */
  z.object({
    kind: z.literal('watching'),
    by: SeenBrowser,
    step: z.enum(kinds),
    reference: z.string(),
    account: z.object({ id: z.string(), name: z.string() }),
    progress: z.object({ at: z.int(), of: z.int() }),
  }),
])
export type HandOverSeen = z.infer<typeof HandOverSeen>

/** How the second device sees it. `person` has proven who they are, and the device will be theirs. */
export const HandOverTaken = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting'), number: HandOverNumber, expiresAt: Moment }),
  z.object({
    kind: z.literal('confirmed'),
    account: z.object({ id: z.string(), name: z.string() }),
    reference: z.string(),
    person: z.exactOptional(z.string()),
  }),
])
export type HandOverTaken = z.infer<typeof HandOverTaken>

const first = '/api/enrollment/hand-over'
const second = '/api/hand-over'

/** The calls that take an enrollment to another device or browser: apart from the others, which the first page needs. */
export const handOverRoutes = {
  offerHandOver: { name: 'offerHandOver', method: 'POST', path: first, body: Nothing, reply: Offer, problems: [] },
  handOver: {
    name: 'handOver',
    method: 'GET',
    path: first,
    body: undefined,
    reply: HandOverSeen,
    problems: ['no-enrollment', 'hand-over-ended'],
  },
  answerHandOver: {
    name: 'answerHandOver',
    method: 'POST',
    path: `${first}/number`,
    body: AnswerNumber,
    reply: HandOverSeen,
    problems: ['hand-over-ended', 'hand-over-number-wrong'],
  },
  redeemHandOver: {
    name: 'redeemHandOver',
    method: 'POST',
    path: second,
    body: RedeemCode,
    reply: HandOverTaken,
    problems: ['unknown-account', 'hand-over-ended', 'hand-over-here'],
  },
  takenHandOver: {
    name: 'takenHandOver',
    method: 'GET',
    path: second,
    body: undefined,
    reply: HandOverTaken,
    problems: ['hand-over-ended'],
  },
  continueHandOver: {
    name: 'continueHandOver',
    method: 'POST',
    path: `${second}/continue`,
    body: Nothing,
    reply: Step,
    problems: ['hand-over-ended'],
  },
} as const satisfies Record<string, Route>
