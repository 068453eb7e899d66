import type { StepOf } from '@muster/shared/step'
import { createContext, useContext } from 'react'

export type EntraStep = StepOf<'entra-sign-in'>

/** GUIDs under which Microsoft's support finds a refusal. */
type Traced = { readonly traceId?: string; readonly correlationId?: string }

/** How a visit to Microsoft's page ended. `username`: as whom, for the person's eyes only. */
export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly idToken: string; readonly accessToken?: string; readonly username: string }
  | ({ readonly kind: 'failed'; readonly error: string; readonly errorCodes: readonly number[] } & Traced)
  | { readonly kind: 'interrupted' }

/** The way to Microsoft's sign-in page and back. */
export type EntraDoor = {
  /** Leaves this page. Resolves only if it did not. */
  readonly leave: (step: EntraStep) => Promise<void>
  /** Redeems what Microsoft put behind the `#`, and never rejects. Where it finds an answer, leaves no token, code or request in the browser's storage. */
  readonly comeBack: (step: EntraStep, response: string) => Promise<SignInOutcome>
}

/** Loads the door when it is needed: the library behind it is as heavy as everything else together. */
export const EntraContext = createContext<() => Promise<EntraDoor>>(() => Promise.reject(new Error('no door to Entra')))

export const useEntraDoor = (): (() => Promise<EntraDoor>) => useContext(EntraContext)
