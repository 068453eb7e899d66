/** An answer's head, and when it came, in ms of the device's clock: its body may be read much later. */
type Arrived = { readonly response: Response; readonly at: number }

/** A request that the start script sent, before the pages were there: its answer, and how to break it off. */
export type EarlyAsk = { readonly arrived: Promise<Arrived>; readonly giveUp: () => void }

declare global {
  /** Between the start script and the pages, and nobody else's. Its being there says that one of them has begun. */
  var earlyAsks: Map<string, EarlyAsk> | undefined
}

/** The request as it goes over the wire; `body` as JSON text. */
const initOf = (method: string, body: string | undefined, headers?: Readonly<Record<string, string>>): RequestInit => ({
  method,
  headers: {
    accept: 'application/json',
    // The page's own, and not the browser's: mails follow what the person chose.
    'accept-language': document.documentElement.lang,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  },
  ...(body === undefined ? {} : { body }),
  cache: 'no-store',
  redirect: 'error',
})

const nameOf = (method: string, path: string, body: string | undefined): string => `${method} ${path} ${body}`

const send = (method: string, path: string, body?: string, headers?: Readonly<Record<string, string>>): EarlyAsk => {
  const abort = new AbortController()
  const fetched = fetch(path, { ...initOf(method, body, headers), signal: abort.signal })
  return { arrived: fetched.then((response) => ({ response, at: Date.now() })), giveUp: () => abort.abort() }
}

/** Sends a request whose answer {@link ask} will be given; a failure is told there. */
export const askEarly = (asks: Map<string, EarlyAsk>, method: string, path: string, body?: string): void => {
  const early = send(method, path, body)
  early.arrived.catch(() => undefined)
  asks.set(nameOf(method, path, body), early)
}

/** Sends a request, or takes over the very same one where it is under way: once, since the next would be another. */
export const ask: typeof send = (method, path, body, headers) => {
  const asks = (globalThis.earlyAsks ??= new Map())
  const name = nameOf(method, path, body)
  const early = headers === undefined ? asks.get(name) : undefined
  asks.delete(name)
  return early ?? send(method, path, body, headers)
}
