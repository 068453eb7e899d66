import { Agent, request } from 'node:http'

/** What came of a call, and the ms it took. */
export type Reply = {
  readonly status: number
  readonly text: string
  /** Names and values in turn, as they came. */
  readonly headers: readonly string[]
  readonly ms: number
}

/** One browser without pages: its cookie, its tag, its address. */
export type Client = {
  call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, key?: string): Promise<Reply>
}

let people = 0
/** Everybody comes from another address: 198.18.0.0/15 (RFC 2544), then again from its beginning. */
const nextAddress = (): string => {
  people = (people + 1) % 131_072
  return `198.${18 + (people >> 16)}.${(people >> 8) & 255}.${people & 255}`
}

/** Connections that all clients share, as browsers' behind one reverse proxy. */
export const createAgent = (): Agent => new Agent({ keepAlive: true, maxFreeSockets: 256 })

/** A new browser, which says `origin` and asks the server at `at`. */
export const createClient = (at: string, origin: string, agent: Agent): Client => {
  const address = nextAddress()
  let cookie: string | undefined
  let tag: string | undefined
  return {
    call: (method, path, body, key) =>
      new Promise((resolve, reject) => {
        const text = body === undefined ? undefined : JSON.stringify(body)
        const headers = {
          Origin: origin,
          'X-Forwarded-For': address,
          ...(text === undefined
            ? {}
            : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
          ...(cookie === undefined ? {} : { Cookie: cookie }),
          ...(tag === undefined || text === undefined ? {} : { 'If-Match': tag }),
          ...(key === undefined ? {} : { 'Idempotency-Key': key }),
        }
        const began = performance.now()
        const sent = request(`${at}${path}`, { method, headers, agent }, (response) => {
          let got = ''
          response.setEncoding('utf8')
          response.on('data', (piece: string) => (got += piece))
          response.once('error', reject)
          response.once('end', () => {
            cookie = response.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? cookie
            tag = response.headers.etag ?? tag
            const ms = performance.now() - began
            resolve({ status: response.statusCode ?? 0, text: got, headers: response.rawHeaders, ms })
          })
        })
        sent.once('error', reject)
        sent.end(text)
      }),
  }
}
