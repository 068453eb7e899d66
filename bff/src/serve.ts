import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { apiHeaders } from './http/protection.ts'

/** Node's own limits, tightened (STANDARD 4.4). ms, bytes and counts. */
const standardLimits = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
  maxConnections: 10_000,
}
export type ServeLimits = typeof standardLimits

/** Why a request reaches nobody: its status. */
const faultIn = ({ method, httpVersionMajor, rawHeaders }: IncomingMessage): number | undefined => {
  // Of two, Node would join the names, and a proxy in front may have taken the other (RFC 9112 section 3.2).
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  if (httpVersionMajor !== 1 || hosts.length !== 1) return 400
  // TRACE would show a page's script what it cannot read itself, the cookie.
  return method === 'TRACE' ? 405 : undefined
}

/** Connections that end: Node goes on to read what came along with a request that was refused. */
const ending = new WeakSet<Socket>()

const refuse = (response: ServerResponse, status: number): void => {
  if (status === 405) response.setHeader('Allow', 'GET, HEAD, POST, DELETE')
  if (response.socket !== null) ending.add(response.socket)
  response.writeHead(status, { Connection: 'close', 'Content-Length': 0 }).end()
}

/** Every answer has the headers of STANDARD 4.6, whoever makes it; the portal's own take their place. */
const guarded =
  (listener: RequestListener): RequestListener =>
  (request, response) => {
    if (ending.has(request.socket)) return
    for (const [name, value] of Object.entries(apiHeaders)) response.setHeader(name, value)
    // Node drops what came along with a wish for another protocol, even where it is not granted.
    if (request.headers.upgrade !== undefined) response.setHeader('Connection', 'close')
    const fault = faultIn(request)
    if (fault === undefined) listener(request, response)
    else refuse(response, fault)
  }

/** Starts listening. @throws when the address is taken. */
export const listen = (
  app: Hono,
  { host, port }: { readonly host: string; readonly port: number },
  limits: Partial<ServeLimits> = {},
): Promise<Server> =>
  new Promise((resolve, reject) => {
    const { maxConnections, ...options } = { ...standardLimits, ...limits }
    // Who names no host is answered by `guarded`, with its headers.
    const answer = getRequestListener(app.fetch)
    const server = createServer(
      { ...options, requireHostHeader: false },
      guarded((request, response) => void answer(request, response)),
    )
    server.on(
      'checkExpectation',
      guarded((_request, response) => refuse(response, 417)),
    )
    server.maxConnections = maxConnections
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })

/** Lets requests under way end, at most `within` ms, and cuts what is left. */
export const close = (server: Server, within: number): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), within)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
