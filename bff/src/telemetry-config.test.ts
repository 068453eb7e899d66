import * as z from 'zod/mini'
import { expect, test } from 'vitest'
import { parsedEnvironment } from './common-config.ts'
import { telemetryConfig, telemetryVariables } from './telemetry-config.ts'

const read = (variables: Readonly<Record<string, string>>) =>
  telemetryConfig(parsedEnvironment(z.object(telemetryVariables), variables))

test('nothing is exported unless a collector is named, and lines are from `info` on', () => {
  expect(read({})).toEqual({ logLevel: 'info' })
  expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toEqual({ logLevel: 'info' })
})

test('a collector is told of every trace, or of the share that is named', () => {
  const named = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }
  expect(read(named).otlp).toEqual({ share: 1 })
  expect(read({ ...named, OTEL_TRACES_SAMPLER_ARG: '0.05' }).otlp).toEqual({ share: 0.05 })
  expect(read({ ...named, OTEL_SDK_DISABLED: 'TRUE' }).otlp).toBeUndefined()
})

test.each([
  ['MUSTER_LOG_LEVEL', 'verbose'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://no host:4318'],
  ['OTEL_TRACES_SAMPLER_ARG', '5'],
])('%s=%s is refused by its name', (name, value) => {
  expect(() => read({ [name]: value })).toThrow(name)
})
