import type { PublicProfile } from '@muster/shared/public-profile'
import { createContext, useContext } from 'react'
import type { EnrollmentLink } from '../api/standing.ts'

/** What a person typed as their name, kept in memory so that *back* finds it again. */
export type Names = { readonly username?: string; readonly domain?: string }

/** Why a visit to Microsoft's page did not move the enrollment on. Names are in memory only. */
export type EntraTrouble =
  /** `restartAs`: under which name that person may begin anew, where the account lets them. */
  | { readonly kind: 'mismatch'; readonly signedInAs: string; readonly restartAs: string | undefined }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failure'; readonly failure: unknown }

/** What a visit to Microsoft's page brought: an answer to redeem, then perhaps trouble. Of the sign-in that its nonce names, and no other. */
export type EntraVisit = { readonly nonce: string } & (
  | { readonly kind: 'answer'; readonly response: string }
  | { readonly kind: 'trouble'; readonly trouble: EntraTrouble }
)

/** What every page has at hand beside its step. */
type Portal = {
  readonly link: EnrollmentLink
  readonly profile: PublicProfile | undefined
  readonly names: Names
  readonly rememberNames: (names: Names) => void
  /** Back to saying who one is. */
  readonly changeName: () => void
  readonly entraVisit: EntraVisit | undefined
  /** Keeps the trouble for the page of the sign-in that is to be tried next. */
  readonly tellTrouble: (trouble: EntraTrouble) => void
}

export const PortalContext = createContext<Portal | undefined>(undefined)

export const usePortal = (): Portal => {
  const portal = useContext(PortalContext)
  if (portal === undefined) throw new Error('a page outside of the portal')
  return portal
}
