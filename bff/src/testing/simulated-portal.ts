import type { Hono } from 'hono'
import { makeHandOffLinks } from '../adapters/hand-off-links.ts'
import { renderQr } from '../adapters/qr-code.ts'
import { createKeys, generateKeys } from '../adapters/keys.ts'
import { createMailWords } from '../adapters/mail-words.ts'
import { createMemoryNeighbours, type MemoryNeighbours } from '../adapters/memory-neighbours.ts'
import type { MemoryPerson } from '../adapters/memory-world.ts'
import { createMemoryStore } from '../adapters/memory-store.ts'
import { systemChance } from '../adapters/system.ts'
import type { Account } from '../domain/account.ts'
import { demoSettings, type Settings } from '../domain/limits.ts'
import { createApp } from '../http/app.ts'
import type { Edge } from '../http/mount.ts'
import type { Mail } from '../ports/mailer.ts'
import type { Ports } from '../ports/ports.ts'
import type { Store } from '../ports/store.ts'
import { cellAccount, cells, examplePeople } from './example-world.ts'

export type SimulatedPortal = {
  readonly app: Hono
  readonly origin: string
  readonly ports: Ports
  readonly store: Store
  readonly neighbours: MemoryNeighbours
  readonly logged: unknown[]
  /** Moves the store's clock on, in ms. */
  readonly advance: (ms: number) => void
  /** Delivers what waits in the outbox, and gives all mails, newest first. */
  readonly deliver: () => Promise<readonly Mail[]>
}

export type SimulatedPortalOptions = {
  readonly accounts?: readonly Account[]
  readonly people?: readonly MemoryPerson[]
  readonly settings?: Partial<Settings>
  readonly origin?: string
  /** ms since the epoch; the real clock's present where unsaid. */
  readonly startsAt?: number
  /** Called when mail waits in the outbox that somebody waits for. */
  readonly onMail?: () => void
}

/** The real portal, with its store and its neighbours in memory. It runs in Node and in browsers, and needs no servers. */
export const createSimulatedPortal = async (options: SimulatedPortalOptions = {}): Promise<SimulatedPortal> => {
  const { origin = 'https://portal.example.test', startsAt } = options
  let moved = 0
  const began = performance.now()
  const clock = {
    now: () =>
      (startsAt === undefined ? Math.floor(performance.timeOrigin + began + (performance.now() - began)) : startsAt) +
      moved,
  }
  const settings = { ...demoSettings, ...options.settings }
  const store = createMemoryStore(clock, settings)
  await store.administration.applyAccounts(options.accounts ?? cells.map((cell) => cellAccount(cell)))
  const neighbours = createMemoryNeighbours(options.people ?? examplePeople())
  const keys = await createKeys(generateKeys())
  const ports: Ports = {
    ...store,
    ...neighbours,
    keys,
    chance: systemChance,
    makeHandOff: makeHandOffLinks,
    renderQr,
    settings,
    wordsIn: createMailWords(),
    sender: 'Muster (no-reply@corp.example.test)',
    nudgeOutbox: options.onMail ?? (() => undefined),
  }
  const logged: unknown[] = []
  const edge: Edge = {
    origin,
    trustedProxies: ['127.0.0.1/32'],
    peerAddress: () => '127.0.0.1',
    log: (event) => logged.push(event),
  }
  const deliver = async (): Promise<readonly Mail[]> => {
    for (const { id, sealed } of await store.outbox.due(100, 1000)) {
      const mail: Mail = JSON.parse(await keys.open(sealed))
      const sent = await neighbours.mailer.send(mail)
      if (sent.kind === 'sent') await store.outbox.sent(id)
      else if (sent.kind === 'failed') await store.outbox.failed(id, sent.reason)
      else await store.outbox.deferred(id, 5000, sent.reason)
    }
    await store.outbox.giveUp()
    return neighbours.mails
  }
  return {
    app: createApp(ports, edge),
    origin,
    ports,
    store,
    neighbours,
    logged,
    advance: (ms) => void (moved += ms),
    deliver,
  }
}
