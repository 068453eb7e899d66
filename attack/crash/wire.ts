import { Agent, request } from 'node:http'

export type WireRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export type WireAnswer = {
  readonly status: number
  readonly cookie: string | undefined
  readonly tag: string | undefined
  readonly text: string
}

/** Sends one request, once. Rejects where no whole answer came: refused, reset, cut off, or nothing within `patience`. */
export type Wire = (request: WireRequest) => Promise<WireAnswer>

/** Connections are kept open, as browsers and reverse proxies do. `at` is read at every request. `patience` in ms. */
export const keepAliveWire = (at: () => string, patience = 15_000): Wire & { close(): void } => {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 })
  const send: Wire = ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const sent = request(`${at()}${path}`, { method, headers, agent, timeout: patience }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => (text += piece))
        response.once('error', reject)
        // Without an end, what came is the beginning of an answer.
        response.once('close', () => {
          if (!response.complete) return reject(new Error('the answer broke off'))
          const { 'set-cookie': cookies, etag: tag } = response.headers
          return resolve({ status: response.statusCode ?? 0, cookie: cookies?.[0]?.split(';', 1)[0], tag, text })
        })
      })
      sent.once('error', reject)
      sent.once('timeout', () => sent.destroy(new Error(`no answer within ${patience} ms`)))
      sent.end(body)
    })
  return Object.assign(send, { close: () => agent.destroy() })
}
