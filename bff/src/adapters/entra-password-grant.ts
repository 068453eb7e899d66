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
  | { readonly kind: 'rejected' | 'mfa-required' | 'unavailable' }

/** More than these seconds no person waits; the handshake has no bound of its own in `fetch`. */
const bounds: Bounds = { timeout: 8_000, most: 64 * 1024 }

/** MFA is wanted: by policy, to be set up first, or by an outside provider. */
const mfaWanted = [50076, 50079, 50158]

/** A refusal by OAuth's `error` (RFC 6749 section 5.2); Entra's number only tells MFA from a wrong password. */
const meaningOf = ({
  error,
  error_description: description = '',
  error_codes: codes = [],
}: z.infer<typeof Denied>): GrantAnswer => {
  const numbers = [...codes, Number(/^AADSTS(\d+)/.exec(description)?.[1])]
  switch (error) {
    case 'interaction_required':
      return { kind: 'mfa-required' }
    case 'invalid_grant':
      return { kind: numbers.some((number) => mfaWanted.includes(number)) ? 'mfa-required' : 'rejected' }
    default:
      // The client or the request is wrong, or Entra is in trouble: nothing that the person could mend.
      return { kind: 'unavailable' }
  }
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
