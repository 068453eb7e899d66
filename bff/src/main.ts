import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { createKeys, keyFingerprints } from './adapters/keys.ts'
import { nodePrimitives } from './adapters/node-primitives.ts'
import { observedEntra } from './adapters/observed-neighbours.ts'
import { observedStore } from './adapters/observed-store.ts'
import { startOutboxLoop } from './adapters/outbox-loop.ts'
import { startRetentionLoop } from './adapters/retention-loop.ts'
import { relayCalls } from './adapters/relay-calls.ts'
import { answerOfPortal } from './adapters/relay-ends.ts'
import type { PortalFile } from './adapters/relay-files.ts'
import { handles } from './adapters/relay-service.ts'
import { startSealLoop } from './adapters/seal-loop.ts'
import { seldom } from './adapters/seldom.ts'
import { watchConnections, watchProcess } from './adapters/process-metrics.ts'
import { createTransactionMetrics, watchStore } from './adapters/store-metrics.ts'
import { openStore } from './adapters/sql-open.ts'
import { mountPages } from './static-pages.ts'
import { systemChance, systemClock } from './adapters/system.ts'
import { connectionFault } from './connection-budget.ts'
import { ConfigError } from './config-error.ts'
import { outsideClouds } from './domain/entra-clouds.ts'
import { type Config, readConfig } from './config.ts'
import { isWithin } from './http/client-address.ts'
import { observeCalls } from './http/observed-calls.ts'
import { createPrivateApp } from './http/private-app.ts'
import { openNeighbours } from './neighbours.ts'
import { createPortal, hearOfBreakers, mailLine, portalPorts } from './portal.ts'
import { StoreUnavailable } from './ports/store-unavailable.ts'
import { close, connectionsOf, drain, listen } from './serve.ts'
import { shutDown } from './shut-down.ts'
import { openTelemetry } from './telemetry.ts'
import { type Delivery, sendDue } from './use-cases/send-outbox.ts'
import { tend } from './use-cases/tend.ts'

/** How long requests are still served after SIGTERM, and how long those under way may take, in ms (STANDARD 10.1). */
const ending = { production: { serve: 5_000, finish: 20_000 }, demo: { serve: 500, finish: 3_000 } } as const

/** Puts the portal together on Node and listens. Resolves once SIGINT or SIGTERM has ended it. */
const run = async (config: Config): Promise<void> => {
  const telemetry = await openTelemetry(config.telemetry, 'muster')
  const { log, metrics, meter, observe } = telemetry
  watchProcess(meter)
  const opened = await openStore({
    url: config.store,
    clockOffset: config.clockOffset,
    connections: config.storeConnections,
    ended: createTransactionMetrics(meter),
    ...config.settings,
  })
  watchStore(meter, opened)
  const system = config.store.startsWith('sqlite:') ? 'sqlite' : 'postgresql'
  const store = { ...opened, ...observedStore(opened, system, observe, telemetry.enrollments) }
  const applied = await store.migrate()
  await store.administration.claimProfile(config.profile)
  await store.administration.noteKeys(await keyFingerprints(config.keys))
  await store.takeOver()
  const tooMany = connectionFault({ ...config, connections: config.storeConnections }, await store.room())
  if (tooMany !== undefined) log.warn({}, tooMany)
  const keys = await createKeys(config.keys, nodePrimitives)
  const onBreaker = hearOfBreakers(store.audit, log, metrics.breaker)
  const neighbours = openNeighbours(
    config,
    onBreaker,
    (event) => log.warn(event, 'the relay did not answer'),
    telemetry,
  )
  const { mailer } = neighbours
  const tried = (mail: Delivery): void => {
    metrics.mail(mail.outcome)
    log.info(mailLine(mail))
  }
  const sending = { outbox: store.outbox, mailer, keys, chance: systemChance, isReady: mailer.isReady }
  const outbox = startOutboxLoop({
    sendDue: (most) => sendDue(sending, most),
    giveUp: store.outbox.giveUp,
    log: (event) => ('mail' in event ? tried(event.mail) : log.info(event)),
  })
  const sealer = startSealLoop({ seal: store.audit.seal, log: (event) => log.error(event, 'sealing the audit failed') })
  const ports = portalPorts(
    config,
    { ...store, keys, directory: neighbours.directory, nudgeOutbox: outbox.nudge },
    onBreaker,
    { fetch: observedEntra(fetch, observe) },
  )
  const accounts = (await store.administration.accounts()).map(({ account }) => account)
  for (const { id, entra } of outsideClouds(accounts, config.entraClouds))
    log.warn({ account: id, cloud: entra?.cloud }, 'nobody can sign in: MUSTER_ENTRA_CLOUDS leaves out their cloud')
  const answerTo = (relay: PortalFile) =>
    answerOfPortal(relay, {
      handlers: handles(relayCalls.tend, ({ upkeep }) =>
        tend({ ...sending, seal: store.audit.seal, prune: store.prune, told: tried }, upkeep),
      ),
      clock: systemClock,
      refused: seldom(systemClock, 1_000, (reason, times) =>
        log.warn({ reason, times }, 'calls of a relay were refused'),
      ),
      failed: (error) => log.error({ err: error }, 'the relay was not served'),
    })
  const peerAddress = (c: Context) => getConnInfo(c).remote.address
  const isTrusted = (c: Context): boolean => isWithin(peerAddress(c) ?? '', config.trustedProxies)
  const app = createPortal(config, ports, log, peerAddress, {
    before: [observeCalls(telemetry.calls, isTrusted)],
    load: metrics.load,
    violated: metrics.violated,
    ...(config.neighbours.kind === 'relay' ? { relayed: answerTo(config.neighbours.relay) } : {}),
  })
  // The demo's Entra may have an origin of its own.
  const simulated = config.entraEndpoints === undefined ? [] : [config.entraEndpoints]
  if (config.webRoot !== undefined)
    mountPages(app, config.webRoot, [...config.entraClouds.map((host) => `https://${host}`), ...simulated])
  let closing = false
  const hidden = await listen(
    createPrivateApp({ closing: () => closing, storeTime: store.ready, clock: systemClock, metrics: telemetry.text }),
    config.private,
  )
  const open = await listen(app, config.listen)
  watchConnections(meter, () => connectionsOf(open))
  const retention = startRetentionLoop({ prune: store.prune, log: (event) => log.error(event, 'pruning failed') })
  log.info({ origin: config.origin, ...config.listen, migrated: applied, profile: config.profile }, 'ready')

  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  closing = true
  drain(open)
  log.info({}, 'closing')
  const pruned = retention.stop()
  await shutDown({
    ...ending[config.drain],
    closeOpen: (within) => close(open, within),
    stopOutbox: outbox.stop,
    closeRest: async () => {
      await pruned
      await sealer.stop()
      neighbours.close()
      await close(hidden, 0)
      await telemetry.stop()
      await store.close()
    },
    giveUp: () => {
      log.error({}, 'closing took too long')
      process.exit(1)
    },
  })
}

try {
  await run(readConfig())
} catch (error) {
  // A mistake of the operator's is told in a sentence; anything else with its trace.
  const isMistake = error instanceof ConfigError || error instanceof StoreUnavailable
  const words = isMistake || !(error instanceof Error) ? String(error) : error.stack
  // Not only the exit code: loops and the private port may have begun, and would go on and say that all is well.
  process.stderr.write(`${words}\n`, () => process.exit(1))
}
