import * as z from 'zod/mini'
import { AccountName } from './account-name.ts'
import { HandOverNumber, HandOverSeen, HandOverTaken, Offer } from './hand-over.ts'
import type { Route } from './route.ts'
import { Step } from './step.ts'
import { Nothing } from './submission.ts'

/** The code of a link or picture to go on elsewhere: 132 random bits, base64url. */
const HandOverCode = z.string().check(z.regex(/^[\w-]{22}$/))
const RedeemCode = z.strictObject({ account: AccountName, code: HandOverCode })
/** `none`: the person knows nothing of the other device, or has changed their mind. */
const AnswerNumber = z.strictObject({ number: z.union([HandOverNumber, z.literal('none')]) })

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
  /** The person at the second device is not whose enrollment it is: it ends, and the first device shows that. */
  declineHandOver: {
    name: 'declineHandOver',
    method: 'POST',
    path: `${second}/decline`,
    body: Nothing,
    reply: undefined,
    problems: [],
  },
} as const satisfies Record<string, Route>
