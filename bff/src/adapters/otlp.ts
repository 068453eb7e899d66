import type { Tracer } from '@opentelemetry/api'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources'
import { type IMetricReader, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'

export type Otlp = {
  readonly tracer: Tracer
  readonly reader: IMetricReader
  readonly resource: ReturnType<typeof defaultResource>
  /** Tells what is left, and ends. It never rejects: what nobody collects is lost. */
  readonly stop: () => Promise<void>
}

/**
 * Traces and metrics over OTLP/HTTP with JSON. Where to, with which headers and how long to wait: the exporters read
 * `OTEL_EXPORTER_OTLP_*` themselves (opentelemetry.io/docs/specs/otel/protocol/exporter). `share` of the traces, 0 to 1.
 */
export const openOtlp = ({ service, share }: { readonly service: string; readonly share: number }): Otlp => {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': service }))
    .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }))
  const traces = new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  })
  return {
    tracer: traces.getTracer('muster'),
    reader: new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() }),
    resource,
    stop: () => traces.shutdown().catch(() => undefined),
  }
}
