import type { routes as contract } from '@muster/shared/contract'
import type { handOverRoutes } from '@muster/shared/hand-over-contract'
import { PublicProfile } from '@muster/shared/public-profile'
import type { Body } from '@muster/shared/route'
import { Step } from '@muster/shared/step'

type Contract = typeof contract & typeof handOverRoutes

export type RouteName = keyof Contract

/** What the browser needs of a route of the contract: how it is called, and how its reply is read. */
export type Call<N extends RouteName, R = Contract[N]['reply']> = {
  readonly name: N
  readonly method: Contract[N]['method']
  readonly path: Contract[N]['path']
  readonly reply: R
}

/** The calls whose reply is the step. */
export type StepCall = Exclude<keyof typeof contract, 'profile' | 'startOver'> | 'continueHandOver'

export type BodyOf<N extends RouteName> = Body<Contract[N]>

type FirstCall = 'profile' | 'open' | 'current' | 'identity' | 'credentials'

/** The calls of the later pages: every other one. */
export type LaterCall = Exclude<keyof typeof contract, FirstCall>

/**
 * The calls of the first page, without the schemas of what is sent and the lists of problems: the server checks those,
 * and they weigh 1 kB of the first page's budget. The contract's types let no other method, path or reply stand here.
 */
export const routes: { readonly [N in FirstCall]: Call<N> } = {
  profile: { name: 'profile', method: 'GET', path: '/api/accounts/{account}', reply: PublicProfile },
  open: { name: 'open', method: 'POST', path: '/api/enrollment', reply: Step },
  current: { name: 'current', method: 'GET', path: '/api/enrollment', reply: Step },
  identity: { name: 'identity', method: 'POST', path: '/api/enrollment/identity', reply: Step },
  credentials: { name: 'credentials', method: 'POST', path: '/api/enrollment/credentials', reply: Step },
}
