import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
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

/** Who is connected to which server. */
const connected = new WeakMap<Server, Set<Socket>>()

/** `tls`: PEM of the server's own certificate and its key; in clear without. */
export type Address = {
  readonly host: string
  readonly port: number
  readonly tls?: { readonly cert: string; readonly key: string }
}

/** Starts listening. @throws when the address is taken. */
export const listen = (app: Hono, { host, port, tls }: Address, limits: Partial<ServeLimits> = {}): Promise<Server> =>
  new Promise((resolve, reject) => {
    const { maxConnections, ...options } = { ...standardLimits, ...limits }
    // Who names no host is answered by `guarded`, with its headers.
    const answer = getRequestListener(app.fetch)
    const settings = { ...options, requireHostHeader: false }
    const listener = guarded((request, response) => void answer(request, response))
    const server =
      tls === undefined
        ? createServer(settings, listener)
        : createTlsServer({ ...settings, ...tls, minVersion: 'TLSv1.2' }, listener)
    server.on(
      'checkExpectation',
      guarded((_request, response) => refuse(response, 417)),
    )
    server.maxConnections = maxConnections
    const sockets = new Set<Socket>()
    connected.set(server, sockets)
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })

/**
 * From now on every answer ends its connection, so that none is left on which a client may send at the moment of
 * closing and get no answer (docs/decisions/0014).
 */
export const drain = (server: Server): void => {
  server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'))
}

/** ms that new connections are waited for to stop coming, where they never do. */
const patience = 1_000

/**
 * Stops listening, and resets nobody: connections that still queue when a port closes are reset, with what they may
 * already have sent. So new ones are held unread until a turn of the event loop brings none (libuv takes one a turn); their
 * clients wait and send no more meanwhile. Then the port closes, and they are served as any other.
 */
const stopListening = async (server: Server, closed: () => void): Promise<void> => {
  const held: Socket[] = []
  const serving = server.listeners('connection')
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => held.push(socket))
  const until = performance.now() + patience
  for (let before = -1; before < held.length && performance.now() < until;) {
    before = held.length
    await new Promise((resolve) => setImmediate(resolve))
  }
  server.close(closed)
  server.removeAllListeners('connection')
  for (const listener of serving) server.on('connection', (...given) => Reflect.apply(listener, server, given))
  for (const socket of held) server.emit('connection', socket)
}

/** A browser opens connections before it needs them, and Node waits for their first request until it is cut off. */
const cutSilent = (server: Server): void => {
  for (const socket of connected.get(server) ?? []) if (socket.bytesRead === 0) socket.destroy()
}

/** Lets requests under way end, at most `within` ms, and cuts what is left; who has said nothing yet has a second. */
export const close = (server: Server, within: number): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), within)
    const silent = setTimeout(() => cutSilent(server), patience)
    void stopListening(server, () => {
      clearTimeout(cut)
      clearTimeout(silent)
      resolve()
    })
  })
