import type { Chance } from '../ports/chance.ts'
import type { Clock } from '../ports/clock.ts'
import { type Ask, createRelayClient } from './relay-client.ts'
import type { PortalFile, RelayFile } from './relay-files.ts'
import { createOpener, createSealer } from './relay-seal.ts'
import { createRelayServer, type RelayServerOptions } from './relay-server.ts'
import { createReplays } from './relay-replays.ts'
import { createSigner, createVerifier } from './relay-signature.ts'
import { relayWire } from './relay-wire.ts'
import { fromClear, inClear, sealedFor, unsealedBy } from './relay-wrapping.ts'

/** What an end needs of the runtime that it is on; nothing but fetch and WebCrypto. */
export type RelayRuntime = {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly chance: Chance
  /** Whether a failed fetch never opened a connection, as far as the runtime tells. */
  readonly neverConnected: (error: unknown) => boolean
}

type Served = Pick<RelayServerOptions, 'handlers' | 'clock' | 'refused' | 'failed'>

/** Longer than any copy of what was heard can stay fresh: made a minute ahead of us, it is so for two. */
const remembered = 3 * relayWire.freshness

const first = <T>([one]: readonly T[]): T => {
  if (one === undefined) throw new Error('a file without keys')
  return one
}

/** How the portal asks the relay: all sealed. */
export const askOfPortal = (file: PortalFile, runtime: RelayRuntime): Ask =>
  createRelayClient({
    ...runtime,
    url: file.url,
    sign: createSigner(first(file.signing)),
    verify: createVerifier(file.relay.signing),
    audience: first(file.relay.signing).kid,
    wrap: sealedFor(createSealer(first(file.relay.sealing))),
  })

/** How the relay answers the portal. */
export const answerOfRelay = (file: RelayFile, served: Served) =>
  createRelayServer({
    ...served,
    sign: createSigner(first(file.signing)),
    verify: createVerifier(file.portal.signing),
    names: file.signing.map(({ kid }) => kid),
    unwrap: unsealedBy(createOpener(file.sealing)),
    replays: createReplays(served.clock, remembered),
    startedAt: served.clock.now(),
  })

/** How the relay calls upon the portal at `url`: signed, and in clear, since nothing secret is said. */
export const askOfRelay = (file: RelayFile, url: string, runtime: RelayRuntime): Ask =>
  createRelayClient({
    ...runtime,
    url,
    sign: createSigner(first(file.signing)),
    verify: createVerifier(file.portal.signing),
    audience: first(file.portal.signing).kid,
    wrap: inClear,
  })

/**
 * How the portal answers the relay. Instances remember what they heard each for itself, and some runtimes not even that: a
 * copy that another hears within its minute does no more than to look into the outbox once more.
 */
export const answerOfPortal = (file: PortalFile, served: Served) =>
  createRelayServer({
    ...served,
    sign: createSigner(first(file.signing)),
    verify: createVerifier(file.relay.signing),
    names: file.signing.map(({ kid }) => kid),
    unwrap: fromClear,
    replays: createReplays(served.clock, remembered, 1_000),
    startedAt: 0,
  })
