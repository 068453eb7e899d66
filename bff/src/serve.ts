import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { type Admission, admit } from './admission.ts'
import { apiHeaders } from './http/protection.ts'

/** Node's own limits, tightened (STANDARD 4.4). ms, bytes and counts. */
const standardLimits = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
  /** Beyond them nobody is let in. */
  maxConnections: 10_000,
  /** Turns at once. More than calls that may be in flight: who is sent away must be told so. */
  turns: 1_000,
  /** After it a turn is over, whatever its connection said. */
  turnTime: 1_000,
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

/** Connections whose last answer is decided: Node goes on to read what came along with the request. */
const ending = new WeakSet<Socket>()

const makeLast = (response: ServerResponse): void => {
  if (response.socket !== null) ending.add(response.socket)
  response.setHeader('Connection', 'close')
}

const refuse = (response: ServerResponse, status: number): void => {
  if (status === 405) response.setHeader('Allow', 'GET, HEAD, POST, DELETE')
  makeLast(response)
  response.writeHead(status, { 'Content-Length': 0 }).end()
}

/** Every answer has the headers of STANDARD 4.6, whoever makes it; the portal's own take their place. */
const guarded =
  (endsConnections: () => boolean, listener: RequestListener): RequestListener =>
  (request, response) => {
    if (ending.has(request.socket)) return
    for (const [name, value] of Object.entries(apiHeaders)) response.setHeader(name, value)
    // Node drops what came along with a wish for another protocol, even where it is not granted.
    if (request.headers.upgrade !== undefined || endsConnections()) makeLast(response)
    const fault = faultIn(request)
    if (fault === undefined) listener(request, response)
    else refuse(response, fault)
  }

const admissions = new WeakMap<Server, Admission>()

/** @throws for a server that `listen` did not start. */
const admissionOf = (server: Server): Admission => {
  const admission = admissions.get(server)
  if (admission === undefined) throw new Error('nobody decides whose turn it is at this server')
  return admission
}

/** `tls`: PEM of the server's own certificate and its key; in clear without. */
export type Address = {
  readonly host: string
  readonly port: number
  readonly tls?: { readonly cert: string; readonly key: string }
}

/** Starts listening. @throws when the address is taken. */
export const listen = (app: Hono, { host, port, tls }: Address, limits: Partial<ServeLimits> = {}): Promise<Server> =>
  new Promise((resolve, reject) => {
    const { maxConnections, turns, turnTime, ...options } = { ...standardLimits, ...limits }
    // Who names no host is answered by `guarded`, with its headers.
    const answer = getRequestListener(app.fetch)
    const settings = { ...options, requireHostHeader: false }
    const endsConnections = (): boolean => admissionOf(server).isLast()
    const listener = guarded(endsConnections, (request, response) => void answer(request, response))
    const server: Server =
      tls === undefined
        ? createServer(settings, listener)
        : createTlsServer({ ...settings, ...tls, minVersion: 'TLSv1.2' }, listener)
    server.on(
      'checkExpectation',
      guarded(endsConnections, (_request, response) => refuse(response, 417)),
    )
    server.maxConnections = maxConnections
    admissions.set(server, admit(server, { turns, turnTime }))
    server.once('error', reject)
    // Who finds the kernel's queue full tries again after 1, 3, 7, … 63 s (RFC 6298); Node's own length is 511.
    server.listen({ port, host, backlog: maxConnections }, () => resolve(server))
  })

/**
 * From now on every answer ends its connection, so that none is left on which a client may send at the moment of
 * closing and get no answer (docs/decisions/0014).
 */
export const drain = (server: Server): void => admissionOf(server).drain()

/** How many connections are read from, and how many wait for that. */
export const connectionsOf = (server: Server): ReturnType<Admission['count']> => admissionOf(server).count()

/**
 * Nobody comes any more when so many looks, a millisecond or more apart, have found nobody new. Where they never stop
 * coming one look is enough after so many ms, and none is in the end.
 */
const quietLooks = 20
const patience = { wanting: 500, longest: 1_000 }

/**
 * Stops listening, and resets nobody: connections that still queue when a port closes are reset, with what they may
 * already have sent. So new ones are held until nobody comes any more; their clients wait and send no more meanwhile,
 * and who was just answered comes within some looks. Then the port closes, and they are served as any other.
 */
const stopListening = async (server: Server, admission: Admission, closed: () => void): Promise<void> => {
  admission.hold()
  const since = performance.now()
  const passed = (ms: number): boolean => performance.now() - since > ms
  let waiting = admission.count().waiting
  for (let quiet = 0; quiet < (passed(patience.wanting) ? 1 : quietLooks) && !passed(patience.longest);) {
    await new Promise((resolve) => setTimeout(resolve, 1))
    quiet = admission.count().waiting === waiting ? quiet + 1 : 0
    waiting = admission.count().waiting
  }
  server.close(closed)
  admission.end()
}

/** Lets requests under way end, at most `within` ms, and cuts what is left; who says nothing has a second or two. */
export const close = (server: Server, within: number): Promise<void> =>
  new Promise((resolve) => {
    const admission = admissionOf(server)
    const cut = setTimeout(admission.cut, within)
    void stopListening(server, admission, () => {
      clearTimeout(cut)
      resolve()
    })
  })
