import * as z from 'zod/mini'
import { Link } from './link.ts'

/** Every problem code with its HTTP status: the closed list of the contract. */
export const problemStatus = {
  malformed: 400,
  'idempotency-key-required': 400,
  'sign-in-failed': 401,
  'token-rejected': 401,
  'forbidden-origin': 403,
  'password-expired': 403,
  'password-must-change': 403,
  'account-disabled': 403,
  'account-expired': 403,
  'sign-in-not-allowed': 403,
  'mfa-required': 403,
  'unknown-account': 404,
  'no-enrollment': 404,
  'hand-over-ended': 404,
  'wrong-step': 409,
  'handed-over': 409,
  'hand-over-here': 409,
  'identity-mismatch': 409,
  'terms-required': 409,
  'platform-not-allowed': 409,
  'device-limit': 409,
  'in-progress': 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  'unknown-domain': 422,
  'new-password-refused': 422,
  'code-wrong': 422,
  'code-expired': 422,
  'code-exhausted': 422,
  'hand-over-number-wrong': 422,
  'idempotency-key-reused': 422,
  'too-many-requests': 429,
  unavailable: 503,
  unconfirmed: 503,
} as const satisfies Record<string, number>

export type ProblemCode = keyof typeof problemStatus

const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(problemStatus, code)

/** An error answer, `application/problem+json` (RFC 9457). `retryAfter` counts seconds, as the header of that name does. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().check(z.refine(isProblemCode)),
  reference: z.string(),
  detail: z.exactOptional(z.string()),
  triesLeft: z.exactOptional(z.int()),
  retryAfter: z.exactOptional(z.int()),
  link: z.exactOptional(Link),
  /** With `identity-mismatch`, where the account lets who signed in begin anew: the name that `identity` takes for that. */
  restartAs: z.exactOptional(z.string()),
})
/** A problem as its receiver reads it. */
export type Problem = Omit<z.infer<typeof Problem>, 'code'> & { code: ProblemCode }

/** Whether a parsed problem carries a code of the list: the type of {@link Problem} cannot say it by itself. */
export const hasProblemCode = (problem: z.infer<typeof Problem>): problem is Problem => isProblemCode(problem.code)
