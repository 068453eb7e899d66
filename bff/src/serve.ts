import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'

/** TRACE would show a page's script what it cannot read itself, the cookie (STANDARD 4.4). */
const withoutTrace =
  (fetch: Hono['fetch']): Hono['fetch'] =>
  (request, ...rest) =>
    request.method === 'TRACE'
      ? new Response(null, { status: 405, headers: { Allow: 'GET, HEAD, POST, DELETE' } })
      : fetch(request, ...rest)

/** Node's own limits, tightened (STANDARD 4.4). ms and bytes. */
const serverOptions = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
} as const

/** Starts listening. @throws when the address is taken. */
export const listen = (app: Hono, { host, port }: { readonly host: string; readonly port: number }): Promise<Server> =>
  new Promise((resolve, reject) => {
    // oxlint-disable-next-line typescript/consistent-type-assertions -- without TLS options the adaptor makes a plain HTTP/1.1 server; its type names every kind
    const server = createAdaptorServer({ fetch: withoutTrace(app.fetch), serverOptions }) as Server
    server.maxConnections = 10_000
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
