import * as z from 'zod/mini'

/** `OTEL_…`: the standard's own names (opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables). */
export const telemetryVariables = {
  MUSTER_LOG_LEVEL: z._default(z.enum(['debug', 'info', 'warn', 'error']), 'info'),
  // What is no URL the exporters would pass over in silence, and tell their own machine instead.
  OTEL_EXPORTER_OTLP_ENDPOINT: z.optional(z.union([z.literal(''), z.url({ protocol: /^https?$/ })])),
  OTEL_SDK_DISABLED: z._default(z.string(), 'false'),
  OTEL_TRACES_SAMPLER_ARG: z._default(z.coerce.number().check(z.minimum(0), z.maximum(1)), 1),
}
const Telemetry = z.object(telemetryVariables)

/** Which lines are written, and what is exported, where anything is; `share` of the traces, 0 to 1. */
export type TelemetryConfig = {
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  readonly otlp?: { readonly share: number }
}

export const telemetryConfig = (env: z.infer<typeof Telemetry>): TelemetryConfig => {
  const isOff = (env.OTEL_EXPORTER_OTLP_ENDPOINT ?? '') === '' || env.OTEL_SDK_DISABLED.toLowerCase() === 'true'
  return { logLevel: env.MUSTER_LOG_LEVEL, ...(isOff ? {} : { otlp: { share: env.OTEL_TRACES_SAMPLER_ARG } }) }
}
