import { mintIdToken } from '@muster/bff/adapters/memory-identity-provider'
import type { SimulatedPortal } from '@muster/bff/testing/simulated-portal'
import type { EntraDoor, EntraStep, SignInOutcome } from '../entra/door.ts'

/**
 * Who signs in on the stub's page: somebody's user name, or nobody because Entra refuses them with a number, they cancel,
 * or use the browser's way back.
 */
export type Visitor = { readonly username: string } | { readonly refusedWith: number } | 'cancels' | 'goes-back'

const traces = {
  traceId: '255d1aef-8c98-452f-ac51-23d051240864',
  correlationId: 'fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7',
}

const tenantOf = ({ authority }: EntraStep): string => new URL(authority).pathname.slice(1)

const contextsIn = ({ claims }: EntraStep): string[] => {
  const wanted: unknown = claims === undefined ? undefined : JSON.parse(claims)?.id_token?.acrs?.value
  return typeof wanted === 'string' ? [wanted] : []
}

/**
 * Stands in for MSAL and Microsoft's page where no browser can leave: the visitor is signed in at once by the memory
 * identity provider, and comes back to `/redirect` as from there.
 */
export const createEntraStub = (
  { neighbours }: SimulatedPortal,
  visitor: (step: EntraStep) => Visitor | Promise<Visitor>,
): EntraDoor => {
  let outcome: SignInOutcome = { kind: 'interrupted' }
  return {
    leave: async (step) => {
      const who = await visitor(step)
      if (who === 'goes-back') throw new Error('user_cancelled')
      const entry = who === 'cancels' || 'refusedWith' in who ? undefined : neighbours.people.get(who.username)?.entra
      const number = who !== 'cancels' && 'refusedWith' in who ? who.refusedWith : 65004
      outcome =
        entry === undefined
          ? { kind: 'failed', error: 'access_denied', errorCodes: [number], ...traces }
          : {
              kind: 'signed-in',
              username: entry.upn,
              idToken: mintIdToken({
                tid: tenantOf(step),
                oid: entry.objectId,
                aud: step.clientId,
                nonce: step.nonce,
                preferred_username: entry.upn,
                acrs: contextsIn(step),
              }),
            }
      window.history.pushState(null, '', '/redirect')
      window.dispatchEvent(new PopStateEvent('popstate'))
    },
    comeBack: async () => outcome,
  }
}
