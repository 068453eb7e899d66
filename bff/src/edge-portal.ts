import { createKeys, keyFingerprints } from './adapters/keys.ts'
import { relayCalls } from './adapters/relay-calls.ts'
import { createRelayDirectory } from './adapters/relay-directory.ts'
import { answerOfPortal, askOfPortal } from './adapters/relay-ends.ts'
import { createRelayLine } from './adapters/relay-line.ts'
import { createRelayMailer } from './adapters/relay-mailer.ts'
import { handles } from './adapters/relay-service.ts'
import { observedStore } from './adapters/observed-store.ts'
import { createRequestFacts, type RequestFacts } from './adapters/request-facts.ts'
import { seldom } from './adapters/seldom.ts'
import { openPerRequest } from './adapters/sql-per-request.ts'
import { systemChance, systemClock } from './adapters/system.ts'
import { aboutRequest, answeredLine, logAbout } from './call-log.ts'
import type { EdgeConfig } from './edge-config.ts'
import { createPortal, hearOfBreakers, type Log, mailLine, portalPorts } from './portal.ts'
import { observeCalls } from './http/observed-calls.ts'
import type { Store } from './ports/store.ts'
import { type Delivery, sendDue } from './use-cases/send-outbox.ts'
import { tend } from './use-cases/tend.ts'

/** Keeps the runtime from ending what goes on after the answer. */
export type WaitUntil = (rest: Promise<unknown>) => void

/** The portal on a runtime without processes of its own. What it keeps outlives a request, and holds no connection. */
export type EdgePortal = {
  readonly fetch: (request: Request, waitUntil: WaitUntil) => Promise<Response>
  /** Sends what is due, seals the audit and drops what is past its use, for a portal that no relay calls upon. */
  readonly tend: (waitUntil: WaitUntil) => Promise<void>
}

/** Mails at once, as many as a mail server's connections (STANDARD 10). */
const atOnce = 5

/** An isolate that may end at any moment keeps no numbers: nothing is measured, and each line still says whom it is about. */
const storeThatTells = (store: Store, facts: RequestFacts) =>
  observedStore(store, 'postgresql', (_, work) => work(), {
    happened: () => undefined,
    arrived: () => undefined,
    limited: () => undefined,
    budgetSpent: () => undefined,
    pruned: () => undefined,
    concerns: ({ reference, accountId }) => facts.note({ reference, account: accountId }),
  })

/** Puts the portal together over PostgreSQL and a relay. `fetch` is the runtime's. */
export const createEdgePortal = async (
  config: EdgeConfig,
  { fetch, log: written }: { readonly fetch: typeof globalThis.fetch; readonly log: Log },
): Promise<EdgePortal> => {
  const facts = createRequestFacts()
  const log = logAbout(written, () => aboutRequest(facts))
  const { store: opened, scope } = openPerRequest({
    ...config.settings,
    url: config.store,
    clockOffset: config.clockOffset,
    failed: (error) => log.error({ err: error }, 'what was left for after the answer failed'),
  })
  const store = { ...opened, ...storeThatTells(opened, facts) }
  const keys = await createKeys(config.keys)
  const append: typeof store.audit.append = async (...line) => scope.defer(() => store.audit.append(...line))
  const line = createRelayLine({
    // What a fetch failed of is not told here: who must not be asked twice is greeted before.
    ask: askOfPortal(config.relay, { fetch, clock: systemClock, chance: systemChance, neverConnected: () => false }),
    greet: true,
    trouble: (event) => log.warn(event, 'the relay did not answer'),
  })
  const mailer = createRelayMailer(line)
  const told = (mail: Delivery) => log.info(mailLine(mail))
  const sending = { outbox: store.outbox, mailer, keys, chance: systemChance, isReady: mailer.isReady }
  const tending = { ...sending, seal: store.audit.seal, prune: store.prune, told }
  const sendNow = async (): Promise<void> => {
    for (const delivery of await Promise.all(await sendDue(sending, atOnce))) told(delivery)
  }

  let hasBegun = false
  /** Where another profile's accounts are, or tables that are not ours, nothing is answered. */
  const begin = async (): Promise<void> => {
    if (hasBegun) return
    await store.checkTables()
    await store.administration.claimProfile(config.profile)
    await store.administration.noteKeys(await keyFingerprints(config.keys))
    hasBegun = true
  }
  const app = createPortal(
    config,
    portalPorts(
      config,
      { ...store, keys, directory: createRelayDirectory(line), nudgeOutbox: () => scope.defer(sendNow) },
      hearOfBreakers({ append }, log),
      { fetch, keepUp: (work) => scope.defer(() => work) },
    ),
    log,
    (c) => c.req.header('cf-connecting-ip'),
    {
      before: [
        observeCalls(
          (_, serve) =>
            facts.within(undefined, async () => {
              const { level, line: answered } = answeredLine(await serve(), facts.present())
              if (level === 'info') log.info(answered, 'answered')
            }),
          () => false,
        ),
        async (_, next) => begin().then(next),
      ],
      relayed: answerOfPortal(config.relay, {
        handlers: handles(relayCalls.tend, ({ upkeep }) => tend(tending, upkeep)),
        clock: systemClock,
        refused: seldom(systemClock, 1_000, (reason, times) =>
          log.warn({ reason, times }, 'calls of a relay were refused'),
        ),
        failed: (error) => log.error({ err: error }, 'the relay was not served'),
      }),
    },
  )
  return {
    fetch: (request, waitUntil) => scope.run(waitUntil, async () => app.fetch(request)),
    tend: (waitUntil) =>
      scope.run(waitUntil, async () => {
        await begin()
        log.info({ tended: await tend(tending, true) })
      }),
  }
}
