import type { Chance } from '../ports/chance.ts'
import type { Clock } from '../ports/clock.ts'
import { boundedFetch } from './bounded-fetch.ts'
import type { Signer, Verifier } from './relay-signature.ts'
import { sha256 } from './keys.ts'
import { AnswerClaims, isSurelyUnheard, relayWire } from './relay-wire.ts'
import type { Wrap } from './relay-wrapping.ts'

/** What became of one request. `clock`: by how many ms the other end's clock is ahead of ours, where it told. */
export type Asked =
  | { readonly kind: 'answered'; readonly answer: unknown; readonly clock: number }
  /** Nobody heard it: no connection, or a signed refusal of just this request. */
  | { readonly kind: 'unheard'; readonly because: string; readonly clock?: number }
  /** It may have been heard; nothing that can be believed came back. */
  | { readonly kind: 'lost'; readonly because: string }

export type RelayClientOptions = {
  readonly url: string
  readonly sign: Signer
  readonly verify: Verifier
  /** The name of the key by which the other end is known. */
  readonly audience: string
  readonly wrap: Wrap
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly chance: Chance
  /** Whether a failed fetch never opened a connection, as far as this runtime tells. */
  readonly neverConnected: (error: unknown) => boolean
}

/** Sends one request, once, and believes nothing but a signed answer to it. `timeout` in ms. */
export type Ask = (path: string, said: unknown, timeout: number) => Promise<Asked>

const wordsOf = (error: unknown): string => (error instanceof Error ? error.name : 'no answer')

/** Both ends’ way to ask: signed by us, bound to method, path, body and time, and answered under a signature. */
export const createRelayClient = (options: RelayClientOptions): Ask => {
  const { url, sign, verify, audience, wrap, clock, chance } = options
  return async (path, said, timeout) => {
    const jti = chance.nonce()
    const { body, unwrap } = await wrap(jti, said)
    const sentAt = clock.now()
    const token = await sign(relayWire.request, {
      v: relayWire.version,
      aud: audience,
      jti,
      iat: sentAt / 1000,
      htm: 'POST',
      htp: path,
      digest: await sha256(body),
    })
    let response
    try {
      response = await boundedFetch(
        options.fetch,
        `${url}${path}`,
        { timeout, most: relayWire.mostBytes },
        {
          method: 'POST',
          body,
          headers: { [relayWire.header]: token, 'content-type': 'application/octet-stream' },
        },
      )
    } catch (error) {
      return options.neverConnected(error)
        ? { kind: 'unheard', because: 'no connection' }
        : { kind: 'lost', because: wordsOf(error) }
    }
    const claims = AnswerClaims.safeParse(await verify(relayWire.answer, response.headers.get(relayWire.header) ?? ''))
    if (!claims.success) return { kind: 'lost', because: `no signed answer, status ${response.status}` }
    const { v, re, iat, digest, refused } = claims.data
    if (re !== (await sha256(token)) || digest !== (await sha256(response.text)))
      return { kind: 'lost', because: 'the answer to another request' }
    const ahead = Math.round(iat * 1000 - (sentAt + clock.now()) / 2)
    if (refused !== undefined)
      return isSurelyUnheard(refused)
        ? { kind: 'unheard', because: `refused: ${refused}, version ${v}`, clock: ahead }
        : { kind: 'lost', because: `refused: ${refused}` }
    if (v !== relayWire.version) return { kind: 'lost', because: `answered in version ${v}` }
    const answer = await unwrap(response.text)
    return answer === undefined ? { kind: 'lost', because: 'unreadable' } : { kind: 'answered', answer, clock: ahead }
  }
}
