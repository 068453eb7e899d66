import { setTimeout as pause } from 'node:timers/promises'
import type { Meter, Tracer } from '@opentelemetry/api'
import { pino } from 'pino'
import { openMeter } from './adapters/meter.ts'
import { createMetrics, type Metrics } from './adapters/metrics.ts'
import { createObserve } from './adapters/observe.ts'
import { createRequestFacts } from './adapters/request-facts.ts'
import { createSpans, noSpans, type Spans } from './adapters/spans.ts'
import { aboutRequest, answeredLine, type Line } from './call-log.ts'
import type { CallWatch, ServedCall } from './http/observed-calls.ts'
import type { Log } from './portal.ts'
import type { EnrollmentWatch, Observe } from './ports/watch.ts'
import type { TelemetryConfig } from './telemetry-config.ts'

/** Everything that tells how a process of ours fares. */
export type Telemetry = {
  readonly log: Log
  readonly meter: Meter
  readonly metrics: Metrics
  readonly spans: Spans
  readonly observe: Observe
  /** Goes around every call of the API. */
  readonly calls: CallWatch
  /** The same at the relay: a trace is not believed before what was asked is. */
  readonly unprovenCalls: CallWatch
  /** Goes around what the relay does for a request whose signature is right. */
  readonly admitted: <T>(path: string, work: () => Promise<T>) => Promise<T>
  readonly enrollments: EnrollmentWatch
  /** In the Prometheus text format. */
  readonly text: () => Promise<string>
  /** Tells collectors what is left. */
  readonly stop: () => Promise<void>
}

type Parts = {
  readonly logTo: (line: () => Line) => Log & Readonly<Record<'debug', Log['info']>>
  readonly tracer?: Tracer
  readonly opened: ReturnType<typeof openMeter>
}

/** Telemetry over what it is written to. */
export const telemetryOver = ({ logTo, tracer, opened: { meter, text, stop } }: Parts): Telemetry => {
  const facts = createRequestFacts()
  const spans = tracer === undefined ? noSpans : createSpans(tracer)
  const log = logTo(() => aboutRequest(facts, spans.traceId))
  const metrics = createMetrics(meter)
  const answered = (call: ServedCall): void => {
    metrics.answered(call)
    const { level, line } = answeredLine(call, facts.present())
    log[level](line, 'answered')
  }
  const endOf = ({ method, route, status, code, reference }: ServedCall) => {
    const known = facts.present()
    const attributes = {
      'http.route': route,
      'http.response.status_code': status,
      ...(code === undefined ? {} : { 'muster.problem': code }),
      ...(known?.account === undefined ? {} : { 'muster.account': known.account }),
    }
    const named = known?.reference ?? reference
    return {
      name: `${method} ${route}`,
      attributes: { ...attributes, ...(named === undefined ? {} : { 'muster.reference': named }) },
      isError: status >= 500,
    }
  }
  return {
    log,
    meter,
    metrics: {
      ...metrics,
      load: {
        ...metrics.load,
        shed: (worth) => {
          facts.note({ isShed: true })
          metrics.load.shed(worth)
        },
      },
    },
    spans,
    observe: createObserve(spans, metrics.measured),
    calls: ({ method, traceparent, requestId }, serve) =>
      facts.within(requestId, () =>
        spans.under(traceparent, () =>
          spans.around(
            { name: method, kind: 'server', attributes: { 'http.request.method': method } },
            async () => {
              const call = await serve()
              answered(call)
              return call
            },
            endOf,
          ),
        ),
      ),
    unprovenCalls: ({ traceparent }, serve) =>
      facts.within(undefined, async () => {
        if (traceparent !== undefined) facts.note({ traceparent })
        const call = await serve()
        metrics.answered(call)
        return call
      }),
    admitted: (path, work) =>
      spans.under(facts.present()?.traceparent, () =>
        spans.around(
          { name: `POST ${path}`, kind: 'server', attributes: { 'http.request.method': 'POST', 'http.route': path } },
          work,
          () => ({ attributes: {}, isError: false }),
        ),
      ),
    enrollments: {
      ...metrics,
      concerns: ({ reference, accountId }) => facts.note({ reference, account: accountId }),
    },
    text,
    stop,
  }
}

/** ms for the last word to collectors. */
const patience = 2_000

/** Telemetry as the configuration wants it: the exporters are loaded only where somebody collects. */
export const openTelemetry = async (config: TelemetryConfig, service: string): Promise<Telemetry> => {
  const otlp =
    config.otlp === undefined
      ? undefined
      : (await import('./adapters/otlp.ts')).openOtlp({ service, share: config.otlp.share })
  const opened = openMeter(otlp === undefined ? [] : [otlp.reader], otlp?.resource)
  const telemetry = telemetryOver({
    logTo: (line) => pino({ level: config.logLevel, mixin: line }),
    opened,
    ...(otlp === undefined ? {} : { tracer: otlp.tracer }),
  })
  return {
    ...telemetry,
    stop: async () => {
      const told = Promise.all([otlp?.stop(), telemetry.stop()])
      // A collector that does not answer holds no process up.
      await Promise.race([told, pause(patience, undefined, { ref: false })]).catch(() => undefined)
    },
  }
}
