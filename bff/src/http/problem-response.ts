import { type ProblemCode, problemStatus } from '@muster/shared/problem'
import type { Context } from 'hono'
import type { Refusal } from '../use-cases/outcome.ts'

/** Titles for developers and logs; people read the pages' words. */
const titles = {
  malformed: 'The request is not of the form this call takes.',
  'idempotency-key-required': 'This call needs an Idempotency-Key header with a UUID.',
  'sign-in-failed': "We couldn't sign you in.",
  'token-rejected': "Microsoft's answer could not be accepted.",
  'forbidden-origin': 'This call is answered to its own pages only.',
  'password-expired': 'The password is correct but has expired.',
  'password-must-change': 'The password is correct but must be changed.',
  'account-disabled': 'The account is disabled.',
  'account-expired': 'The account has expired.',
  'sign-in-not-allowed': 'Sign-in is not allowed at this time or place.',
  'mfa-required': 'This account needs multi-factor authentication, which this page cannot do.',
  'unknown-account': 'There is no such enrollment link.',
  'no-enrollment': 'No enrollment is under way in this browser.',
  'hand-over-ended': 'This hand-over has ended, or was used already.',
  'handed-over': 'The enrollment goes on with another device.',
  'hand-over-here': 'This browser has the enrollment already.',
  'hand-over-number-wrong': 'The two numbers are not the same.',
  'wrong-step': 'The enrollment is at another step.',
  'identity-mismatch': 'Somebody else signed in.',
  'terms-required': 'The terms must be accepted in their present version.',
  'platform-not-allowed': 'This platform cannot be enrolled here.',
  'device-limit': 'This person has enrolled as many devices as allowed.',
  'in-progress': 'The same request is under way.',
  'too-large': 'The request is too large.',
  'unsupported-media-type': 'The request must be application/json.',
  'unknown-domain': 'The company does not use this domain.',
  'new-password-refused': 'The directory does not accept the new password.',
  'code-wrong': 'The code is not right.',
  'code-expired': 'The code has expired.',
  'code-exhausted': 'The code was tried too often.',
  'idempotency-key-reused': 'The Idempotency-Key belongs to another request.',
  'too-many-requests': 'Too many tries. Wait a little.',
  unavailable: 'Our sign-in service is having trouble. Nothing was registered. Try again in a minute.',
  unconfirmed: 'Whether the device is registered could not be confirmed. The same request again tells.',
} as const satisfies Record<ProblemCode, string>

/** Seconds to wait where a use case named none: these answers always say when to come again. */
const defaultRetryAfter: { readonly [C in ProblemCode]?: number } = {
  'too-many-requests': 60,
  unavailable: 5,
  unconfirmed: 5,
  'in-progress': 1,
}

type Told = { readonly code: ProblemCode; readonly reference: string }

const problems = new WeakMap<Context, Told>()

/** The problem that a call was answered with, for whoever counts or logs. */
export const problemOf = (c: Context): Told | undefined => problems.get(c)

/** RFC 9457. `reference` is the enrollment's, or the request's own where there is none. */
export const problemResponse = (c: Context, refusal: Refusal, reference: string, status?: 404): Response => {
  const { code, triesLeft, link, restartAs, detail } = refusal
  const retryAfter = refusal.retryAfter ?? defaultRetryAfter[code]
  if (retryAfter !== undefined) c.header('Retry-After', String(Math.max(1, Math.ceil(retryAfter))))
  problems.set(c, { code, reference })
  c.header('Content-Type', 'application/problem+json')
  return c.body(
    JSON.stringify({
      type: `urn:muster:problem:${code}`,
      title: titles[code],
      status: status ?? problemStatus[code],
      code,
      reference,
      detail,
      triesLeft,
      retryAfter,
      link,
      restartAs,
    }),
    status ?? problemStatus[code],
  )
}
