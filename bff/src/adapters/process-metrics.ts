import { X509Certificate } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Meter } from '@opentelemetry/api'

/** How the process fares: under the names that Prometheus' own client libraries give these. */
export const watchProcess = (meter: Meter): void => {
  const gauge = (name: string, description: string, read: () => number): void =>
    meter.createObservableGauge(name, { description }).addCallback((result) => result.observe(read()))
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  gauge('process_start_time_seconds', 'When the process began, since the epoch.', () => performance.timeOrigin / 1000)
  gauge('process_resident_memory_bytes', 'Memory that the process has.', () => process.memoryUsage.rss())
  gauge('nodejs_heap_size_used_bytes', 'Of that, what V8 uses.', () => process.memoryUsage().heapUsed)
  gauge('nodejs_eventloop_lag_p99_seconds', 'How late the event loop was, since last asked.', () => {
    const p99 = delay.percentile(99) / 1e9
    delay.reset()
    return p99
  })
  meter
    .createObservableCounter('process_cpu_seconds_total', { description: 'CPU that the process used.' })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage()
      result.observe((user + system) / 1e6)
    })
}

/** Connections of the open port: those that are read from, and those whose turn is to come. */
export const watchConnections = (meter: Meter, count: () => Readonly<Record<'served' | 'waiting', number>>): void => {
  meter
    .createObservableGauge('muster_http_connections', {
      description: 'Connections that are read from, and connections that wait for that.',
    })
    .addCallback((result) => {
      for (const [state, number] of Object.entries(count())) result.observe(number, { state })
    })
}

/** When the certificate ends that others see; PEM. It is read at the start, as the server does. */
export const watchCertificate = (meter: Meter, pem: string): void => {
  const end = new X509Certificate(pem).validToDate.getTime() / 1000
  meter
    .createObservableGauge('muster_tls_certificate_not_after_seconds', {
      description: 'When our own certificate ends, since the epoch.',
    })
    .addCallback((result) => result.observe(end))
}
