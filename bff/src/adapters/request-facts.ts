import { AsyncLocalStorage } from 'node:async_hooks'

/** What is known of the request that is being answered: for each line of the log, and for its span. */
export type Facts = {
  readonly request: string
  reference?: string
  account?: string
  isShed?: boolean
  /** What the caller names as its trace, before it is known whether that is to be believed. */
  traceparent?: string
}

export type RequestFacts = {
  /** `id` as a proxy gave it, where it is one; else a new one. */
  readonly within: <T>(id: string | undefined, work: () => Promise<T>) => Promise<T>
  readonly note: (more: Omit<Facts, 'request'>) => void
  readonly present: () => Readonly<Facts> | undefined
}

/** As proxies write `X-Request-Id`: nothing that would break a line, or be a word of somebody's. */
const identifier = /^[0-9A-Za-z][0-9A-Za-z_-]{7,63}$/

export const createRequestFacts = (): RequestFacts => {
  const facts = new AsyncLocalStorage<Facts>()
  return {
    within: (id, work) =>
      facts.run({ request: id !== undefined && identifier.test(id) ? id : crypto.randomUUID() }, work),
    note: (more) => {
      const present = facts.getStore()
      if (present !== undefined) Object.assign(present, more)
    },
    present: () => facts.getStore(),
  }
}
