import { expectTypeOf } from 'vitest'
import { routes } from './contract.ts'
import type { everyRoute, RouteName } from './every-route.ts'
import type { HandOverSeen, HandOverTaken, Offer } from './hand-over.ts'
import type { Problem, ProblemCode } from './problem.ts'
import type { PublicProfile } from './public-profile.ts'
import type { Body, Reply, Route } from './route.ts'
import type { Step, StepKind, StepOf } from './step.ts'

// Checked by the compiler alone (`tsc -p shared`): a line that is wrong does not compile.

// Every call of the contract is a route, and its name is its key.
expectTypeOf(routes).toExtend<Record<string, Route>>()
expectTypeOf<RouteName>().toEqualTypeOf<
  | 'profile'
  | 'open'
  | 'current'
  | 'extend'
  | 'startOver'
  | 'identity'
  | 'credentials'
  | 'password'
  | 'newPassword'
  | 'entraSignIn'
  | 'emailCode'
  | 'resend'
  | 'device'
  | 'offerHandOver'
  | 'handOver'
  | 'answerHandOver'
  | 'redeemHandOver'
  | 'takenHandOver'
  | 'continueHandOver'
  | 'declineHandOver'
>()

// A body's type is what its form sends; a call without one has none.
expectTypeOf<Body<typeof routes.identity>>().toEqualTypeOf<{ username: string; domain: string }>()
expectTypeOf<Body<typeof routes.credentials>>().toEqualTypeOf<{ username: string; domain: string; password: string }>()
expectTypeOf<Body<typeof routes.open>>().toEqualTypeOf<{ account: string; request?: string }>()
expectTypeOf<Body<typeof routes.entraSignIn>>().toEqualTypeOf<
  | { idToken: string; accessToken?: string }
  | { error: string; errorCodes?: number[]; traceId?: string; correlationId?: string }
>()
expectTypeOf<Body<typeof routes.current>>().toEqualTypeOf<undefined>()
expectTypeOf<Body<typeof routes.startOver>>().toEqualTypeOf<undefined>()

// What may be left out may not be `undefined`: it is absent on the wire.
// @ts-expect-error exactOptionalPropertyTypes
expectTypeOf<Body<typeof routes.open>>().toEqualTypeOf<{ account: string; request?: string | undefined }>()

// Every submission answers the next step.
expectTypeOf<Reply<typeof routes.profile>>().toEqualTypeOf<PublicProfile>()
expectTypeOf<Reply<typeof routes.startOver>>().toEqualTypeOf<undefined>()
expectTypeOf<Reply<(typeof routes)[Exclude<keyof typeof routes, 'profile' | 'startOver'>]>>().toEqualTypeOf<Step>()

// A hand-over answers how it stands, and the step at its end.
expectTypeOf<Reply<typeof everyRoute.offerHandOver>>().toEqualTypeOf<Offer>()
expectTypeOf<Reply<(typeof everyRoute)['handOver' | 'answerHandOver']>>().toEqualTypeOf<HandOverSeen>()
expectTypeOf<Reply<(typeof everyRoute)['redeemHandOver' | 'takenHandOver']>>().toEqualTypeOf<HandOverTaken>()
expectTypeOf<Reply<typeof everyRoute.continueHandOver>>().toEqualTypeOf<Step>()

// A step's kind tells its fields apart.
expectTypeOf<StepKind>().toEqualTypeOf<
  | 'identify'
  | 'credentials'
  | 'password'
  | 'new-password'
  | 'entra-sign-in'
  | 'email-code'
  | 'device'
  | 'enrolled'
  | 'refused'
  | 'expired'
>()
expectTypeOf<StepOf<'email-code'>['delivery']>().toEqualTypeOf<'queued' | 'sent' | 'delayed' | 'failed'>()
expectTypeOf<StepOf<'entra-sign-in'>['nonce']>().toEqualTypeOf<string>()
expectTypeOf<StepOf<'password'>>().not.toHaveProperty('nonce')
expectTypeOf<StepOf<'expired'>>().not.toHaveProperty('support')

// A problem's code is one of the list, so that a map of messages over it is total.
expectTypeOf<Problem['code']>().toEqualTypeOf<ProblemCode>()
expectTypeOf<ProblemCode>().not.toEqualTypeOf<string>()
expectTypeOf<(typeof routes)['device']['problems'][number]>().toExtend<ProblemCode>()
