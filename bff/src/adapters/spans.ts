import { AsyncLocalStorage } from 'node:async_hooks'
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import type { Attributes } from '../ports/watch.ts'

/** What a span is called and begins with. */
export type SpanStart = {
  readonly name: string
  readonly kind: 'server' | 'client'
  readonly attributes: Attributes
}

/** What is known at its end. */
export type SpanEnd = { readonly name?: string; readonly attributes: Attributes; readonly isError: boolean }

export type Spans = {
  /** A span around the work; one that rejects ends it with the error's class alone, whose words may name somebody. */
  readonly around: <T>(start: SpanStart, work: () => Promise<T>, endOf: (result: T) => SpanEnd) => Promise<T>
  /** Spans of this work belong to the trace that a caller names (W3C Trace Context), where it is one. */
  readonly under: <T>(traceparent: string | undefined, work: () => Promise<T>) => Promise<T>
  /** What to tell whoever is asked: headers, of which there are none outside of a trace. */
  readonly headers: () => Readonly<Record<string, string>>
  /** Of the trace that this belongs to. */
  readonly traceId: () => string | undefined
}

/** Where nobody collects traces: nothing is made, kept or told. */
export const noSpans: Spans = {
  around: (_, work) => work(),
  under: (_, work) => work(),
  headers: () => ({}),
  traceId: () => undefined,
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT } as const

/** Spans in OpenTelemetry's terms. The context is kept here, and nothing is registered for other libraries to find. */
export const createSpans = (tracer: Tracer): Spans => {
  const contexts = new AsyncLocalStorage<Context>()
  const propagator = new W3CTraceContextPropagator()
  const present = (): Context => contexts.getStore() ?? ROOT_CONTEXT
  return {
    around: (start, work, endOf) => {
      const parent = present()
      const span = tracer.startSpan(start.name, { kind: kinds[start.kind], attributes: start.attributes }, parent)
      return contexts.run(trace.setSpan(parent, span), async () => {
        try {
          const result = await work()
          const { name, attributes, isError } = endOf(result)
          if (name !== undefined) span.updateName(name)
          span.setAttributes(attributes)
          if (isError) span.setStatus({ code: SpanStatusCode.ERROR })
          return result
        } catch (error) {
          span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown')
          span.setStatus({ code: SpanStatusCode.ERROR })
          throw error
        } finally {
          span.end()
        }
      })
    },
    under: (traceparent, work) => {
      if (traceparent === undefined) return work()
      const carrier = { traceparent }
      const getter = { get: () => carrier.traceparent, keys: () => ['traceparent'] }
      return contexts.run(propagator.extract(ROOT_CONTEXT, carrier, getter), work)
    },
    headers: () => {
      const told: Record<string, string> = {}
      propagator.inject(present(), told, { set: (_, name, value) => void (told[name] = value) })
      return told
    },
    traceId: () => trace.getSpanContext(present())?.traceId,
  }
}
