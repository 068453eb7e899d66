import { routes } from './contract.ts'
import { handOverRoutes } from './hand-over-contract.ts'

/** The whole contract: what the pages always need, and what comes with a hand-over. */
export const everyRoute = { ...routes, ...handOverRoutes } as const
export type RouteName = keyof typeof everyRoute
