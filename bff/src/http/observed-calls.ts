import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { problemOf } from './problem-response.ts'

/** A call as it came. The two headers are there only where a proxy of ours wrote them. */
export type HeardCall = {
  readonly method: string
  readonly traceparent?: string
  readonly requestId?: string
}

/** A call as it was answered: by its route, never by its path. `reference` and `code` of the problem, where it was one. */
export type ServedCall = {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly seconds: number
  readonly code?: string
  readonly reference?: string
}

export type CallWatch = (heard: HeardCall, serve: () => Promise<ServedCall>) => Promise<unknown>

const served = (c: Context, began: number): ServedCall => {
  const problem = problemOf(c)
  return {
    method: c.req.method,
    route: routePath(c),
    status: c.res.status,
    seconds: (performance.now() - began) / 1000,
    ...problem,
  }
}

/** Tells of every call. `isTrusted`: whether it comes straight from a proxy of ours, whose headers are believed. */
export const observeCalls =
  (watch: CallWatch, isTrusted: (c: Context) => boolean): MiddlewareHandler =>
  async (c, next) => {
    const began = performance.now()
    const traceparent = c.req.header('traceparent')
    const requestId = c.req.header('x-request-id')
    const named = (traceparent !== undefined || requestId !== undefined) && isTrusted(c)
    const heard: HeardCall = {
      method: c.req.method,
      ...(named && traceparent !== undefined ? { traceparent } : {}),
      ...(named && requestId !== undefined ? { requestId } : {}),
    }
    await watch(heard, async () => {
      await next()
      return served(c, began)
    })
  }
