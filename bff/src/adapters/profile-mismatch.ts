import type { Profile } from '../ports/administration.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'

export const profileMismatch = (owner: string, profile: Profile): StoreUnavailable =>
  new StoreUnavailable(
    `this store belongs to the profile "${owner}" and cannot serve "${profile}": give MUSTER_STORE another one, or say MUSTER_PROFILE=${owner}`,
  )
