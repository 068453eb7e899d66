import type { AccountDirectory } from '../ports/directory.ts'
import { createMemoryNeighbours } from '../adapters/memory-neighbours.ts'
import { answerOfRelay, askOfPortal } from '../adapters/relay-ends.ts'
import { freshRelayFiles, type RelayFiles } from '../adapters/relay-files.ts'
import { createRelayLine, type RelayLineOptions } from '../adapters/relay-line.ts'
import { type Served, relayHandlers } from '../adapters/relay-service.ts'
import { systemChance, systemClock } from '../adapters/system.ts'
import { examplePeople } from './example-people.ts'

export const relayedDirectory: AccountDirectory = {
  accountId: 'acme',
  id: 'corp',
  urls: ['ldaps://dc1.corp.example.test'],
  passwordChange: { user: 'svc', passwordFile: 'unused' },
}

/** Brings a request to the relay, or does not. */
type Wire = (request: Request, deliver: (request: Request) => Promise<Response>) => Promise<Response>

/** A portal and a relay over memory neighbours, with the wire between them in the test's hands. */
export const relayPair = async (options: Partial<RelayLineOptions> = {}, files?: RelayFiles) => {
  const { relay, portal } = files ?? (await freshRelayFiles({ relay: 'https://relay.example.test' }))
  const neighbours = createMemoryNeighbours(examplePeople)
  const mail = { isReady: true }
  const served: Served = {
    directory: neighbours.directory,
    mailer: { ...neighbours.mailer, isReady: async () => mail.isReady },
    look: async () => !neighbours.down.directory,
  }
  const told: string[] = []
  const skew = { relay: 0 }
  const start = () =>
    answerOfRelay(pair.files.relay, {
      handlers: relayHandlers(served),
      clock: { now: () => systemClock.now() + skew.relay },
      refused: (reason) => told.push(reason),
      failed: (error) => told.push(String(error)),
    })
  const straight: Wire = (request, deliver) => deliver(request)
  const pair = {
    files: { relay, portal },
    neighbours,
    mail,
    told,
    /** By how many ms the relay's clock is ahead. */
    skew,
    wire: straight,
    /** A new process of the relay, which remembers nothing. */
    restart: () => void (answer = start()),
  }
  let answer = start()
  const ask = askOfPortal(portal, {
    fetch: (url, init) => pair.wire(new Request(url, init), (request) => answer(request)),
    clock: systemClock,
    chance: systemChance,
    neverConnected: (error) => error instanceof Error && error.message === 'refused',
  })
  const line = createRelayLine({ ask, greet: false, trouble: ({ because }) => told.push(because), ...options })
  return Object.assign(pair, { ask, line })
}
