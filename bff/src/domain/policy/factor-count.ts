import type { Workflow } from '@muster/shared/vocabulary'
import type { EntraFactor, PortalFactor } from '../account.ts'

/** Table 3, number of factors that validate an Entra user. Published facts, not a sum: never derive them. */
// Laid out as it is published:
// oxfmt-ignore
export const entraFactorCount = {
  single: { single: { existing: 1, new: 1 }, multi: { existing: 1, new: 1 } },
  two:    { single: { existing: 2, new: 2 }, multi: { existing: 2, new: 3 } },
} as const satisfies Record<PortalFactor, Record<EntraFactor, Record<Workflow, number>>>

/** Number of factors that validate an Active Directory user. */
export const directoryFactorCount = { single: 1, two: 2 } as const satisfies Record<PortalFactor, number>
