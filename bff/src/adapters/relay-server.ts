import type { Clock } from '../ports/clock.ts'
import { readAtMost } from './bounded-fetch.ts'
import { sha256 } from './keys.ts'
import { unverified } from './relay-json.ts'
import type { Signer, Verifier } from './relay-signature.ts'
import type { Replays } from './relay-replays.ts'
import { type Refusal, RequestClaims, relayWire, Versioned } from './relay-wire.ts'
import type { Unwrap } from './relay-wrapping.ts'

/** Answers one call; undefined where what was said has another shape than the call's. */
export type Handler = (said: unknown) => Promise<unknown>

export type RelayServerOptions = {
  readonly handlers: Readonly<Record<string, Handler>>
  readonly sign: Signer
  readonly verify: Verifier
  /** The names of our keys: who is meant by a request. */
  readonly names: readonly string[]
  readonly unwrap: Unwrap
  readonly replays: Replays
  readonly clock: Clock
  /** ms; what was made before has perhaps been heard by the process before this one. */
  readonly startedAt: number
  readonly refused: (reason: Refusal) => void
  readonly failed: (error: unknown) => void
}

const statusOf: { readonly [R in Refusal]: number } = {
  'unsupported-version': 426,
  untrusted: 401,
  stale: 401,
  early: 401,
  misdirected: 404,
  malformed: 400,
  replayed: 409,
  restarted: 503,
  busy: 503,
  failed: 503,
}

class Refused extends Error {
  readonly reason: Refusal
  constructor(reason: Refusal) {
    super(reason)
    this.reason = reason
  }
}

/**
 * The one way in. Whoever is refused as surely unheard is so for every copy of the request: its `jti` is used up as soon as
 * its signature is known to be right, before anything is looked at that a copy could have otherwise.
 */
export const createRelayServer = (options: RelayServerOptions) => {
  const { handlers, sign, verify, names, unwrap, replays, clock, startedAt } = options

  const admitted = async (token: string, request: Request, path: string): Promise<RequestClaims> => {
    const said = unverified(token)
    const versioned = Versioned.safeParse(said)
    if (versioned.success && versioned.data.v !== relayWire.version) throw new Refused('unsupported-version')
    const claims = RequestClaims.safeParse(await verify(relayWire.request, token))
    if (!claims.success || !names.includes(claims.data.aud)) throw new Refused('untrusted')
    const { jti, iat, htm, htp } = claims.data
    const seen = replays.see(jti)
    if (seen !== 'fresh') throw new Refused(seen === 'full' ? 'busy' : 'replayed')
    const age = clock.now() - iat * 1000
    if (Math.abs(age) > relayWire.freshness) throw new Refused(age > 0 ? 'stale' : 'early')
    if (iat * 1000 < startedAt) throw new Refused('restarted')
    if (htm !== request.method || htp !== path) throw new Refused('misdirected')
    return claims.data
  }

  const answered = async (token: string, request: Request): Promise<string> => {
    const path = new URL(request.url).pathname
    const { jti, digest } = await admitted(token, request, path)
    const body = await readAtMost(request, relayWire.mostBytes).catch(() => undefined)
    if (body === undefined || digest !== (await sha256(body))) throw new Refused('malformed')
    const handler = Object.hasOwn(handlers, path) ? handlers[path] : undefined
    const unwrapped = await unwrap(jti, body)
    if (handler === undefined || unwrapped === undefined) throw new Refused('malformed')
    const answer = await handler(unwrapped.said).catch((error: unknown) => {
      options.failed(error)
      throw new Refused('failed')
    })
    if (answer === undefined) throw new Refused('malformed')
    return unwrapped.wrap(answer)
  }

  const respond = async (token: string, body: string, refused?: Refusal): Promise<Response> => {
    const claims = {
      v: relayWire.version,
      re: await sha256(token),
      iat: clock.now() / 1000,
      digest: await sha256(body),
      ...(refused === undefined ? {} : { refused }),
    }
    return new Response(body, {
      status: refused === undefined ? 200 : statusOf[refused],
      headers: {
        [relayWire.header]: await sign(relayWire.answer, claims),
        'cache-control': 'no-store',
        'content-type': 'application/octet-stream',
      },
    })
  }

  return async (request: Request): Promise<Response> => {
    const token = request.headers.get(relayWire.header) ?? ''
    try {
      return await respond(token, await answered(token, request))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      options.refused(error.reason)
      return respond(token, '', error.reason)
    }
  }
}
