import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { portOf } from '../testing/port-of.ts'
import { openMeter } from './meter.ts'
import { openOtlp } from './otlp.ts'
import { createSpans } from './spans.ts'

type Heard = { readonly path: string; readonly body: string; readonly key: unknown }

let collector: Server
let heard: Heard[]

beforeEach(async () => {
  heard = []
  collector = createServer((request, response) => {
    void text(request).then((body) => {
      heard.push({ path: request.url ?? '', body, key: request.headers['x-key'] })
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const variables = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${portOf(collector)}`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=letmein',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging',
  }
  // oxlint-disable-next-line vitest/no-restricted-vi-methods -- the exporters read these themselves
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
})
afterEach(() => {
  vi.unstubAllEnvs()
  collector.closeAllConnections()
  collector.close()
})

const work = async (share: number) => {
  const otlp = openOtlp({ service: 'muster', share })
  const { meter, stop } = openMeter([otlp.reader], otlp.resource)
  meter.createCounter('muster_things_total').add(3)
  const spans = createSpans(otlp.tracer)
  await spans.around(
    { name: 'a thing', kind: 'client', attributes: {} },
    async () => undefined,
    () => ({ attributes: {}, isError: false }),
  )
  await Promise.all([otlp.stop(), stop()])
}

const at = (path: string) => heard.filter((one) => one.path === path)

test('spans and metrics reach the collector that the standard’s variables name, under our name, at the latest at the end', async () => {
  await work(1)
  const [traces, metrics] = [at('/v1/traces'), at('/v1/metrics')]
  expect([traces.length, metrics.length]).toEqual([1, 1])
  for (const { body, key } of [...traces, ...metrics]) {
    expect(key).toBe('letmein')
    expect(body).toContain('{"key":"service.name","value":{"stringValue":"muster"}}')
    expect(body).toContain('"staging"')
  }
  expect(JSON.parse(traces[0]?.body ?? '')).toMatchObject({
    resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'a thing' }] }] }],
  })
  expect(metrics[0]?.body).toContain('"muster_things_total"')
})

test('of traces that begin here as many are kept as is wanted, here none; metrics all the same', async () => {
  await work(0)
  expect([at('/v1/traces').length, at('/v1/metrics').length]).toEqual([0, 1])
})
