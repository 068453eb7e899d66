import { entraErrorIn } from '../domain/policy/entra-reason.ts'
import { grantRefusal } from '../domain/policy/grant-refusal.ts'
import type { PasswordGrant } from '../ports/identity-provider.ts'
import * as z from 'zod/mini'
import { boundedFetch, type Bounds } from './bounded-fetch.ts'

const Granted = z.object({ id_token: z.string() })
const Denied = z.object({
  error: z.string(),
  error_description: z.exactOptional(z.string()),
  error_codes: z.exactOptional(z.array(z.number())),
})

export type GrantAnswer =
  | { readonly kind: 'granted'; readonly idToken: string }
  | Exclude<PasswordGrant, { kind: 'verified' }>

/** More than these seconds no person waits; the handshake has no bound of its own in `fetch`. */
const bounds: Bounds = { timeout: 8_000, most: 64 * 1024 }

/** What Entra's refusal comes to. Its number stands in a list or, in older answers, before the words alone. */
const meaningOf = ({
  error,
  error_description: description = '',
  error_codes: codes = [],
}: z.infer<typeof Denied>): GrantAnswer => {
  const written = /^AADSTS(\d+)/.exec(description)?.[1]
  const told = codes.length > 0 || written === undefined ? codes : [Number(written)]
  // As many as the contract takes from a browser: what is stored must be readable again, whoever answered.
  const errorCodes = told.filter((code) => Number.isSafeInteger(code) && code > 0).slice(0, 10)
  const known = entraErrorIn(error)
  const refusal = grantRefusal(known, errorCodes)
  return typeof refusal === 'string' ? { kind: refusal } : { kind: 'refused', ...refusal, error: known, errorCodes }
}

const answerIn = (status: number, text: string): GrantAnswer => {
  const body: unknown = JSON.parse(text)
  if (status === 200) return { kind: 'granted', idToken: Granted.parse(body).id_token }
  return status >= 400 && status < 500 && status !== 429 ? meaningOf(Denied.parse(body)) : { kind: 'unavailable' }
}

/** The resource-owner password grant (RFC 6749 section 4.3) against a tenant's token endpoint (STANDARD D4). */
export const askPasswordGrant = async (
  fetch: typeof globalThis.fetch,
  tokenEndpoint: string,
  clientId: string,
  username: string,
  password: string,
): Promise<GrantAnswer> => {
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: clientId,
    scope: 'openid profile',
    username,
    password,
  })
  try {
    const { status, text } = await boundedFetch(fetch, tokenEndpoint, bounds, { method: 'POST', body })
    return answerIn(status, text)
  } catch {
    return { kind: 'unavailable' }
  }
}
