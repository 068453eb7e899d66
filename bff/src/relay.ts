import { setTimeout as pause } from 'node:timers/promises'
import { Hono } from 'hono'
import { createControllers } from './adapters/ldap-controllers.ts'
import { neverConnected } from './adapters/never-connected.ts'
import { answerOfRelay, askOfRelay } from './adapters/relay-ends.ts'
import { startPacemaker } from './adapters/relay-pacemaker.ts'
import { aroundEach, relayHandlers } from './adapters/relay-service.ts'
import { watchCertificate, watchConnections, watchProcess } from './adapters/process-metrics.ts'
import { seldom } from './adapters/seldom.ts'
import { monotonicClock, systemChance, systemClock } from './adapters/system.ts'
import { ConfigError } from './config-error.ts'
import { observeCalls } from './http/observed-calls.ts'
import { createPrivateApp } from './http/private-app.ts'
import { nearNeighbours } from './neighbours.ts'
import type { OnBreaker } from './ports/breaker-event.ts'
import { readRelayConfig, type RelayConfig } from './relay-config.ts'
import { close, connectionsOf, drain, listen } from './serve.ts'
import { shutDown } from './shut-down.ts'
import { openTelemetry } from './telemetry.ts'

/** How long requests are still served after SIGTERM, and how long those under way may take, in ms (STANDARD 10.1). */
const ending = { production: { serve: 5_000, finish: 20_000 }, demo: { serve: 0, finish: 3_000 } } as const
const looking = { connect: 3_000, total: 8_000 }

/** Puts the relay together and listens. Resolves once SIGINT or SIGTERM has ended it. */
const run = async (config: RelayConfig): Promise<void> => {
  const { file, directoryHosts } = config
  const telemetry = await openTelemetry(config.telemetry, 'muster-relay')
  const { log, metrics, meter } = telemetry
  watchProcess(meter)
  if (config.listen.tls !== undefined) watchCertificate(meter, config.listen.tls.cert)
  const onBreaker: OnBreaker = (event) => {
    metrics.breaker(event)
    log.warn({ breaker: event }, event.state === 'open' ? 'breaker.open' : 'breaker.close')
  }
  const neighbours = nearNeighbours(config, onBreaker, telemetry)
  const answer = answerOfRelay(file, {
    handlers: aroundEach(
      relayHandlers({
        ...neighbours,
        look: (settings) => createControllers(settings, looking, directoryHosts, monotonicClock).probe(),
      }),
      telemetry.admitted,
    ),
    clock: systemClock,
    refused: seldom(monotonicClock, 1_000, (reason, times) => log.warn({ reason, times }, 'requests were refused')),
    failed: (error) => log.error({ err: error }, 'unexpected error'),
  })
  const app = new Hono()
  app.use(
    '*',
    observeCalls(telemetry.unprovenCalls, () => true),
  )
  app.post('/relay/*', (c) => answer(c.req.raw))

  let closing = false
  const hidden = await listen(
    createPrivateApp({
      closing: () => closing,
      storeTime: async () => systemClock.now(),
      clock: systemClock,
      metrics: telemetry.text,
    }),
    config.private,
  )
  const open = await listen(app, config.listen)
  watchConnections(meter, () => connectionsOf(open))
  const { url } = file.portal
  const pacemaker =
    url === undefined
      ? undefined
      : startPacemaker({
          ask: askOfRelay(file, url, { fetch, clock: systemClock, chance: systemChance, neverConnected }),
          clock: monotonicClock,
          chance: systemChance,
          log: (event) => log.info(event, 'the portal'),
          pause: (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined),
        })
  log.info({ ...config.listen, tls: config.listen.tls !== undefined, portal: url }, 'ready')

  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  closing = true
  drain(open)
  log.info({}, 'closing')
  await shutDown({
    ...ending[config.profile],
    closeOpen: (within) => close(open, within),
    stopOutbox: async () => pacemaker?.stop(),
    closeRest: async () => {
      neighbours.close()
      await close(hidden, 0)
      await telemetry.stop()
    },
    giveUp: () => {
      log.error({}, 'closing took too long')
      process.exit(1)
    },
  })
}

try {
  await run(readRelayConfig())
} catch (error) {
  const words = error instanceof ConfigError || !(error instanceof Error) ? String(error) : error.stack
  process.stderr.write(`${words}\n`, () => process.exit(1))
}
