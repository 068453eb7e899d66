import * as z from 'zod/mini'
import { Link } from './link.ts'
import { Moment, type StepKind } from './step.ts'

/** A browser and its device as far as it tells by itself: what a person recognizes, and no more. */
export const SeenBrowser = z.object({
  device: z.enum(['iphone', 'ipad', 'android', 'windows', 'mac', 'other']),
  browser: z.enum(['safari', 'chrome', 'edge', 'firefox', 'samsung', 'other']),
})
export type SeenBrowser = z.infer<typeof SeenBrowser>

/** Shown on the second device, entered on the first. */
export const HandOverNumber = z.string().check(z.regex(/^[1-9]\d$/))

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
