import * as z from 'zod/mini'

export const relayWire = {
  /** Grows when the other end would misunderstand what is said. Headers and refusals are the same in every version. */
  version: 1,
  header: 'muster-signature',
  request: 'muster-relay-request+jwt',
  answer: 'muster-relay-answer+jwt',
  /** ms by which a request's time may be away from the receiver's clock (RFC 9449 section 11.1). */
  freshness: 60_000,
  mostBytes: 262_144,
} as const

/** What a request is bound to, after RFC 9449 section 4.2; `digest` is SHA-256 of the body. `iat` in seconds. */
export const RequestClaims = z.object({
  v: z.literal(relayWire.version),
  /** The name of the receiver's key that is expected to answer: another receiver is not meant. */
  aud: z.string(),
  jti: z.string().check(z.minLength(16), z.maxLength(64)),
  iat: z.number(),
  htm: z.string(),
  htp: z.string(),
  digest: z.string(),
})
export type RequestClaims = z.infer<typeof RequestClaims>
export const Versioned = z.object({ v: z.number() })

/** `re`: SHA-256 of the request's JWS, so that an answer belongs to one request, byte by byte. */
export const AnswerClaims = z.object({
  v: z.number(),
  re: z.string(),
  iat: z.number(),
  digest: z.string(),
  refused: z.optional(z.string()),
})

/**
 * - `unsupported-version`, `untrusted`, `stale`, `misdirected`, `malformed`: no copy of this request was or will be heard
 * - `replayed`, `restarted`, `busy`, `failed`: a copy of it may have been; `early`: one may yet be, when its time has come
 */
export type Refusal =
  | 'unsupported-version'
  | 'untrusted'
  | 'stale'
  | 'misdirected'
  | 'malformed'
  | 'early'
  | 'replayed'
  | 'restarted'
  | 'busy'
  | 'failed'

const surelyUnheard: readonly string[] = [
  'unsupported-version',
  'untrusted',
  'stale',
  'misdirected',
  'malformed',
] satisfies readonly Refusal[]

/** Whether nothing was done, and nothing will be, for a request that was refused so (STANDARD 3.5). */
export const isSurelyUnheard = (refused: string): boolean => surelyUnheard.includes(refused)
