import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { Hono } from 'hono'
import { beforeEach, expect, test } from 'vitest'
import { createMemoryNeighbours } from './adapters/memory-neighbours.ts'
import { openMeter } from './adapters/meter.ts'
import { observedDirectory, observedRelay } from './adapters/observed-neighbours.ts'
import { createRelayDirectory } from './adapters/relay-directory.ts'
import { answerOfRelay, askOfPortal } from './adapters/relay-ends.ts'
import { freshRelayFiles, type RelayFiles } from './adapters/relay-files.ts'
import { createRelayLine } from './adapters/relay-line.ts'
import { aroundEach, relayHandlers } from './adapters/relay-service.ts'
import { systemChance, systemClock } from './adapters/system.ts'
import { Secret } from './domain/secret.ts'
import { observeCalls } from './http/observed-calls.ts'
import { telemetryOver } from './telemetry.ts'
import { examplePeople } from './testing/example-people.ts'
import { relayedDirectory } from './testing/relay-pair.ts'

const exporter = new InMemorySpanExporter()
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const telemetry = (name: string) =>
  telemetryOver({
    logTo: () => silent,
    opened: openMeter(),
    tracer: new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }).getTracer(name),
  })

let files: RelayFiles
beforeEach(async () => {
  exporter.reset()
  files = await freshRelayFiles({ relay: 'https://relay.example.test' })
})

/** The relay as its root puts it together. */
const relayWith = ({ relay }: Pick<RelayFiles, 'relay'>): Hono => {
  const { observe, admitted, unprovenCalls } = telemetry('relay')
  const { directory, mailer } = createMemoryNeighbours(examplePeople)
  const answer = answerOfRelay(relay, {
    handlers: aroundEach(
      relayHandlers({
        directory: observedDirectory(directory, observe),
        mailer: { ...mailer, isReady: async () => true },
        look: async () => true,
      }),
      admitted,
    ),
    clock: systemClock,
    refused: () => undefined,
    failed: () => undefined,
  })
  const app = new Hono()
  app.use(
    '*',
    observeCalls(unprovenCalls, () => true),
  )
  app.post('/relay/*', (c) => answer(c.req.raw))
  return app
}

/** Asks the relay for a password within a call of the portal's. */
const ask = async (app: Hono) => {
  const { observe, spans, calls } = telemetry('portal')
  const line = createRelayLine({
    ask: askOfPortal(files.portal, {
      fetch: observedRelay(async (url, init) => app.request(new Request(url, init)), observe, spans.headers),
      clock: systemClock,
      chance: systemChance,
      neverConnected: () => false,
    }),
    greet: false,
    trouble: () => undefined,
  })
  const directory = createRelayDirectory(line)
  await calls({ method: 'POST' }, async () => {
    await directory.verifyPassword(relayedDirectory, 'ana@corp.example.test', new Secret('Directory-1!'))
    return { method: 'POST', route: '/api/enrollment/password', status: 200, seconds: 0 }
  })
}

test('a trace goes on at the relay, down to the directory', async () => {
  await ask(relayWith(files))
  const spans = exporter.getFinishedSpans()
  const nameOf = new Map(spans.map((span) => [span.spanContext().spanId, span.name]))
  expect(spans.map(({ name, parentSpanContext }) => [name, nameOf.get(parentSpanContext?.spanId ?? '')])).toEqual([
    ['ldap verify-password', 'POST /relay/directory/verify-password'],
    ['POST /relay/directory/verify-password', 'relay verify-password'],
    ['relay verify-password', 'POST /api/enrollment/password'],
    ['POST /api/enrollment/password', undefined],
  ])
  expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1)
})

test('whom the relay does not believe makes no span there', async () => {
  await ask(relayWith(await freshRelayFiles({ relay: 'https://relay.example.test' })))
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual([
    'relay verify-password',
    'POST /api/enrollment/password',
  ])
})
