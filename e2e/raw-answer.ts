import { request as plainRequest, type IncomingHttpHeaders } from 'node:http'
import { request as secureRequest, type RequestOptions } from 'node:https'
import { buffer } from 'node:stream/consumers'

/** An answer as it came, still compressed. */
export type RawAnswer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }

/** One request on a connection of its own, its path not touched by anybody. */
export const rawAnswer = async (url: string, options: RequestOptions, text?: string): Promise<RawAnswer> => {
  const { origin } = new URL(url)
  const request = url.startsWith('https:') ? secureRequest : plainRequest
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>()
  request(origin, { agent: false, ...options, path: url.slice(origin.length) }, (answer) => {
    buffer(answer).then((body) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }), reject)
  })
    .once('error', reject)
    .end(text)
  return promise
}
