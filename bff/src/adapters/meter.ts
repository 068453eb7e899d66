import type { Meter } from '@opentelemetry/api'
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { type IMetricReader, MeterProvider } from '@opentelemetry/sdk-metrics'

export type OpenMeter = {
  readonly meter: Meter
  /** In the Prometheus text format. */
  readonly text: () => Promise<string>
  /** Tells the other readers once more. */
  readonly stop: () => Promise<void>
}

/** Of a metric between two readings: a hundred accounts with every event of the audit are more than the library's 2000. */
const seriesAtMost = 5_000

/** The one source of metrics (docs/decisions/0034): read by whoever asks, and by the other readers. */
export const openMeter = (others: readonly IMetricReader[] = [], resource?: MeterResource): OpenMeter => {
  const asked = new PrometheusExporter({ preventServerStart: true })
  const provider = new MeterProvider({
    readers: [asked, ...others],
    views: [{ instrumentName: '*', aggregationCardinalityLimit: seriesAtMost }],
    ...(resource === undefined ? {} : { resource }),
  })
  const serializer = new PrometheusSerializer(undefined, false, undefined, true, true)
  return {
    meter: provider.getMeter('muster'),
    text: async () => `${serializer.serialize((await asked.collect()).resourceMetrics)}\n`,
    stop: () => provider.shutdown(),
  }
}

type MeterResource = NonNullable<NonNullable<ConstructorParameters<typeof MeterProvider>[0]>['resource']>
