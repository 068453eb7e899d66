import type * as z from 'zod/mini'
import { PublicProfile } from './public-profile.ts'
import type { ProblemCode } from './problem.ts'
import type { Route } from './route.ts'
import { Step } from './step.ts'
import * as submission from './submission.ts'

const get = <const N extends string, const P extends string, R extends z.ZodMiniType>(
  name: N,
  path: P,
  reply: R,
  problems: readonly ProblemCode[],
) => ({ name, method: 'GET', path, body: undefined, reply, problems }) as const satisfies Route

const post = <const N extends string, const P extends string, B extends z.ZodMiniType>(
  name: N,
  path: P,
  body: B,
  problems: readonly ProblemCode[],
  headers: readonly string[] = [],
) => ({ name, method: 'POST', path, body, reply: Step, problems, headers }) as const satisfies Route

/** Account states that are told only after a right password (STANDARD 6). */
const accountStates = [
  'password-expired',
  'password-must-change',
  'account-disabled',
  'account-expired',
  'sign-in-not-allowed',
] as const

/** What any call may answer, beside its own problems. */
export const generalProblems = [
  'malformed',
  'forbidden-origin',
  'no-enrollment',
  'wrong-step',
  'handed-over',
  'in-progress',
  'too-large',
  'unsupported-media-type',
  'too-many-requests',
  'unavailable',
] as const satisfies readonly ProblemCode[]

/** Every call between the pages and the back end (DESIGN section 4) but a hand-over's: the one source of both sides and of the OpenAPI document. */
export const routes = {
  profile: get('profile', '/api/accounts/{account}', PublicProfile, ['unknown-account']),
  open: post('open', '/api/enrollment', submission.OpenEnrollment, ['unknown-account']),
  current: get('current', '/api/enrollment', Step, ['no-enrollment']),
  extend: post('extend', '/api/enrollment/extend', submission.Nothing, []),
  startOver: {
    name: 'startOver',
    method: 'DELETE',
    path: '/api/enrollment',
    body: undefined,
    reply: undefined,
    problems: [],
  },
  identity: post('identity', '/api/enrollment/identity', submission.Identity, ['unknown-domain']),
  credentials: post('credentials', '/api/enrollment/credentials', submission.Credentials, [
    'sign-in-failed',
    ...accountStates,
    'mfa-required',
    'unknown-domain',
  ]),
  password: post('password', '/api/enrollment/password', submission.Password, ['sign-in-failed', ...accountStates]),
  newPassword: post('newPassword', '/api/enrollment/new-password', submission.NewPassword, [
    'sign-in-failed',
    'new-password-refused',
    'account-disabled',
    'account-expired',
    'sign-in-not-allowed',
  ]),
  entraSignIn: post('entraSignIn', '/api/enrollment/entra-sign-in', submission.EntraSignIn, [
    'token-rejected',
    'identity-mismatch',
  ]),
  emailCode: post('emailCode', '/api/enrollment/email-code', submission.EmailCode, [
    'code-wrong',
    'code-expired',
    'code-exhausted',
  ]),
  resend: post('resend', '/api/enrollment/email-code/resend', submission.Nothing, []),
  device: post(
    'device',
    '/api/enrollment/device',
    submission.Device,
    [
      'terms-required',
      'platform-not-allowed',
      'device-limit',
      'idempotency-key-required',
      'idempotency-key-reused',
      'unconfirmed',
    ],
    ['Idempotency-Key'],
  ),
} as const satisfies Record<string, Route>
