import type { RouteName } from '@muster/shared/every-route'

/** `rate` takings per `per` ms, all at once if need be (GCRA with a burst of `rate`). `guards`: the calls it protects. */
export type Limit = {
  readonly guards: readonly RouteName[]
  readonly by: 'address' | 'user-and-address' | 'user' | 'enrollment'
  readonly rate: number
  readonly per: number
}

const minute = 60_000
const hour = 60 * minute
const passwords = ['password', 'credentials', 'newPassword'] as const satisfies readonly RouteName[]

/** Every rate limit by its name, with the STANDARD's number (sections 5.3 and 7). */
// A table is read by its columns:
// oxfmt-ignore
export const limits = {
  'start-per-address-minute':         { guards: ['open'],              by: 'address',          rate: 20, per: minute },
  'start-per-address-hour':           { guards: ['open'],              by: 'address',          rate: 200, per: hour },
  'identity-per-address-minute':      { guards: ['identity', 'credentials'], by: 'address',          rate: 60, per: minute },
  'name-per-user-and-address':        { guards: ['identity', 'credentials'], by: 'user-and-address', rate: 10, per: 15 * minute },
  'password-failures-per-address':    { guards: passwords,             by: 'address',          rate: 30, per: hour },
  'failing-users-per-address':        { guards: passwords,             by: 'address',          rate: 10, per: 15 * minute },
  // Taken when the limit above is spent: nobody is heard from there until it has run out.
  'password-step-shut':               { guards: passwords,             by: 'address',          rate: 1, per: 15 * minute },
  // One taking per person and window, so that the limit above counts distinct people.
  'first-failure-per-user':           { guards: passwords,             by: 'user-and-address', rate: 1, per: 15 * minute },
  'entra-posts-per-enrollment':       { guards: ['entraSignIn'],       by: 'enrollment',       rate: 10, per: 24 * hour },
  'codes-sent-per-minute':            { guards: ['resend', 'password', 'credentials', 'newPassword', 'entraSignIn'], by: 'user', rate: 1, per: minute },
  'codes-sent-per-quarter-hour':      { guards: ['resend', 'password', 'credentials', 'newPassword', 'entraSignIn'], by: 'user', rate: 3, per: 15 * minute },
  'codes-sent-per-hour':              { guards: ['resend', 'password', 'credentials', 'newPassword', 'entraSignIn'], by: 'user', rate: 5, per: hour },
  'codes-sent-per-day':               { guards: ['resend', 'password', 'credentials', 'newPassword', 'entraSignIn'], by: 'user', rate: 10, per: 24 * hour },
  'wrong-codes-per-hour':             { guards: ['emailCode'],         by: 'user',             rate: 15, per: hour },
  'wrong-codes-per-day':              { guards: ['emailCode'],         by: 'user',             rate: 30, per: 24 * hour },
  // Browsers post by themselves what a page was kept from: no call of the contract.
  'reports-per-address':              { guards: [],                    by: 'address',          rate: 20, per: minute },
  // Taken when a limit above is spent: the person is told of it once, however often it is met.
  'told-of-wrong-codes-per-hour':     { guards: ['emailCode'],         by: 'user',             rate: 1, per: hour },
  'told-of-wrong-codes-per-day':      { guards: ['emailCode'],         by: 'user',             rate: 1, per: 24 * hour },
  'hand-overs-per-enrollment':        { guards: ['offerHandOver', 'answerHandOver'], by: 'enrollment', rate: 10, per: hour },
  'hand-over-codes-per-address':      { guards: ['redeemHandOver'],    by: 'address',          rate: 20, per: minute },
  'registrations-per-user':           { guards: ['device'],            by: 'user',             rate: 5, per: hour },
  // One taking per refusal's key and window, so that hammering writes no audit.
  'refusal-audited':                  { guards: [],                    by: 'user-and-address', rate: 1, per: 15 * minute },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof limits

/** Rates that a deployment sets in place of the table's. */
export type Rates = { readonly [N in LimitName]?: number }

/** Lifetimes, floors, codes and an instance's load: ms and counts, with the STANDARD's numbers. */
export const timings = {
  enrollmentLifetime: 60 * minute,
  enrollmentIdle: 20 * minute,
  extensions: 10,
  cookieGrace: 2 * minute,
  codeLifetime: 10 * minute,
  codeTries: 5,
  resendAfter: minute,
  handOverLifetime: 2 * minute,
  responseFloor: 400,
  responseFloorSpread: 50,
  provenOpenPerUser: 3,
  requestsInFlight: 500,
  endedEnrollmentsKept: 30 * 24 * hour,
  auditKept: 400 * 24 * hour,
} as const satisfies Record<string, number>

export type Timings = { readonly [K in keyof typeof timings]: number }

/** The numbers a deployment runs with. `rateFactor` multiplies every address and user limit; never tries per code or the directory budget. */
export type Settings = Timings & { readonly rateFactor: number; readonly limits: Rates }

export const standardSettings: Settings = { ...timings, rateFactor: 1, limits: {} }

/** The demo world's numbers (DESIGN section 4). */
export const demoSettings: Settings = {
  ...standardSettings,
  rateFactor: 100,
  resendAfter: 5_000,
  responseFloor: 0,
  responseFloorSpread: 0,
}

/** A directory's lockout as its administrator tells it; the domain's own names. */
type Lockout = {
  readonly lockoutThreshold?: number
  readonly lockoutWindowMinutes?: number
  readonly oneNamePerPerson?: boolean
}

/**
 * Failures under one name that the portal may cause in a directory, and for how long, ms (STANDARD 3.5). Somebody whose
 * user principal name differs from their `sAMAccountName` has two names there, each with a budget of its own, so that
 * only half of what does not lock yet is anybody's; the second try that this would take from thresholds of 3 and 4 is
 * granted where the administrator says that nobody has two (decision 0015).
 */
export const directoryBudget = ({
  lockoutThreshold: threshold = 10,
  // Twice what domains usually have; nobody told.
  lockoutWindowMinutes = threshold === 0 ? 0 : 60,
  oneNamePerPerson = false,
}: Lockout): { allowed: number; window: number } => ({
  allowed: threshold === 0 ? 5 : Math.max(oneNamePerPerson ? 2 : 1, Math.min(5, Math.floor((threshold - 1) / 2))),
  window: Math.max(15, lockoutWindowMinutes) * minute + minute,
})
