import { AsyncLocalStorage } from 'node:async_hooks'

/** What belongs to one request and ends with it, where a runtime keeps no socket from one request to the next. */
export type RequestScope<R> = {
  /** Of the request that is being answered. @throws outside of any */
  current(): R
  /** Goes on after the answer, with what belongs to the request. It never rejects. */
  defer(work: () => Promise<unknown>): void
  /** Answers one request. What was deferred is handed to `waitUntil`, which keeps the runtime from ending it. */
  run<T>(waitUntil: (rest: Promise<unknown>) => void, work: () => Promise<T>): Promise<T>
}

/** `open` at the first use in a request, `close` once all is done that began in it; `failed` hears what was deferred in vain. */
export type RequestScopeOptions<R> = {
  readonly open: () => R
  readonly close: (opened: R) => Promise<unknown>
  readonly failed: (error: unknown) => void
}

/** Scopes for workerd, which knows `AsyncLocalStorage` as Node does. */
export const createRequestScope = <R>({ open, close, failed }: RequestScopeOptions<R>): RequestScope<R> => {
  type Scope = { opened?: { readonly it: R }; readonly deferred: Set<Promise<unknown>> }
  const scopes = new AsyncLocalStorage<Scope>()
  const scope = (): Scope => {
    const present = scopes.getStore()
    if (present === undefined) throw new Error('nothing of a request is there outside of one')
    return present
  }
  const end = async ({ opened, deferred }: Scope): Promise<void> => {
    // What is deferred may defer more.
    while (deferred.size > 0) await Promise.all(deferred)
    if (opened !== undefined) await close(opened.it).catch(failed)
  }
  return {
    current: () => (scope().opened ??= { it: open() }).it,
    defer: (work) => {
      const { deferred } = scope()
      const done: Promise<unknown> = work()
        .catch(failed)
        .finally(() => deferred.delete(done))
      deferred.add(done)
    },
    run: (waitUntil, work) => {
      const own: Scope = { deferred: new Set() }
      return scopes.run(own, async () => {
        try {
          return await work()
        } finally {
          waitUntil(end(own))
        }
      })
    },
  }
}
