import * as z from 'zod/mini'
import type { OnBreaker } from '../ports/breaker-event.ts'
import type { Clock } from '../ports/clock.ts'
import { boundedFetch, type Bounds } from './bounded-fetch.ts'
import { type KeySet, keySetOf } from './signed-token.ts'

const minute = 60_000
const hour = 60 * minute

/** Milliseconds and bytes (STANDARD 2.7). */
const refreshAfter = hour
const staleAtMost = 24 * hour
const betweenFetches = 30_000
/** After so long without a question nobody knows whether the server would answer. */
const unasked = 15 * minute
const bounds: Bounds = { timeout: 3_000, most: 256 * 1024 }

const Published = z.object({
  keys: z.array(
    z.object({
      kid: z.string(),
      kty: z.string(),
      n: z.string(),
      e: z.string(),
      use: z.exactOptional(z.string()),
      /** Whose tokens it signs; `{tenantid}` stands for any tenant's identifier. */
      issuer: z.exactOptional(z.string()),
    }),
  ),
})

type Known = {
  readonly keys: KeySet
  readonly issuers: ReadonlyMap<string, string | undefined>
  readonly fetchedAt: number
}
type Entry = { known?: Known; askedAt: number; lastTry?: number; lastTryFailed: boolean; fetching?: Promise<void> }

/** Whoever publishes the keys failed, and is not asked for a while; names no person. */
const wordsOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 120) : 'no answer'

export type FoundKey =
  | { readonly kind: 'found'; readonly key: CryptoKey; readonly issuer: string | undefined }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unavailable' }

/** Looks up a signing key by its identifier, in the key set published at `url`. */
export type FindKey = (url: string, kid: string) => Promise<FoundKey>

/**
 * Published signing keys, kept for an hour and, while their server fails, for a day. After the hour a key that is there
 * serves at once, and the set is renewed beside that: nobody waits for a slow server to learn what we know. An unknown identifier makes us
 * look again, but never more often than twice a minute: otherwise forged tokens would drive the fetching.
 */
export const createEntraKeys = (
  fetch: typeof globalThis.fetch,
  clock: Clock,
  onBreaker: OnBreaker = () => undefined,
  keepUp: (work: Promise<void>) => void = () => undefined,
): FindKey => {
  const entries = new Map<string, Entry>()

  const load = async (entry: Entry, url: string): Promise<void> => {
    const { status, text } = await boundedFetch(fetch, url, bounds)
    if (status !== 200) throw new Error(`status ${status}`)
    const { keys } = Published.parse(JSON.parse(text))
    const issuers = new Map(keys.map(({ kid, issuer }) => [kid, issuer]))
    entry.known = { keys: keySetOf(keys.map(({ issuer: _, ...key }) => key)), issuers, fetchedAt: clock.now() }
  }

  /** A single failure opens: the next fetch is 30 s away. It closes with the next that succeeds. */
  const settle = (entry: Entry, because?: string): void => {
    const failed = because !== undefined
    if (failed !== entry.lastTryFailed)
      onBreaker({ dependency: 'jwks', state: failed ? 'open' : 'closed', because: because ?? 'the keys were fetched' })
    entry.lastTryFailed = failed
  }

  /** One fetch at a time; whoever comes meanwhile waits for it. */
  const refresh = async (entry: Entry, url: string): Promise<void> => {
    if (entry.fetching === undefined) {
      if (entry.lastTry !== undefined && clock.now() - entry.lastTry < betweenFetches) return
      entry.lastTry = clock.now()
      entry.fetching = load(entry, url)
        .then(
          () => settle(entry),
          (error: unknown) => settle(entry, wordsOf(error)),
        )
        .finally(() => delete entry.fetching)
      keepUp(entry.fetching)
    }
    await entry.fetching
  }

  const lookUp = async (known: Known | undefined, kid: string): Promise<FoundKey | undefined> => {
    if (known === undefined || clock.now() - known.fetchedAt > staleAtMost) return undefined
    const key = await known.keys(kid)
    return key === undefined ? { kind: 'unknown' } : { kind: 'found', key, issuer: known.issuers.get(kid) }
  }

  /** Of an account that left its tenant, say. What is known of the keys stays for their day. */
  const giveUpUnasked = (): void => {
    for (const entry of entries.values()) {
      if (!entry.lastTryFailed || clock.now() - entry.askedAt < unasked) continue
      entry.lastTryFailed = false
      onBreaker({ dependency: 'jwks', state: 'closed', because: 'nobody has asked for it for a while' })
    }
  }

  return async (url, kid) => {
    const entry: Entry = entries.get(url) ?? { askedAt: clock.now(), lastTryFailed: false }
    entry.askedAt = clock.now()
    entries.set(url, entry)
    giveUpUnasked()
    const first = await lookUp(entry.known, kid)
    if (first?.kind === 'found') {
      if (entry.known !== undefined && clock.now() - entry.known.fetchedAt >= refreshAfter) void refresh(entry, url)
      return first
    }
    await refresh(entry, url)
    const second = await lookUp(entry.known, kid)
    // While the keys' server fails we cannot say that there is no such key.
    return second === undefined || (second.kind === 'unknown' && entry.lastTryFailed) ? { kind: 'unavailable' } : second
  }
}
