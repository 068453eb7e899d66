import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import type { ServerIdentity } from '../certificates/demo-authority.ts'

/** Who answers what on the one origin. */
export type FrontParts = {
  readonly demo: Hono
  /** True when the request was its own. */
  readonly entra: (req: IncomingMessage, res: ServerResponse) => boolean
  readonly portal: (req: IncomingMessage, res: ServerResponse) => void
}

/** Listening already, so that the port is known and taken; who answers is told once everything else runs. */
export type Front = { readonly port: number; serve(parts: FrontParts): void; stop(): Promise<void> }

export type FrontOptions = { readonly port: number; readonly host: string; readonly identity?: ServerIdentity }

/** Nothing in front of the portal is laxer than the portal (STANDARD 4.4). ms and bytes. */
const limits = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
}

const isDemos = (path: string): boolean => path === '/' || path === '/demo' || path.startsWith('/demo/')

const notYet = (_: IncomingMessage, res: ServerResponse): void => {
  res
    .writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '1' })
    .end('The demo is starting. Try again in a moment.\n')
}

const listening = (server: Server, { port, host }: FrontOptions): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('no TCP port'))
      else resolve(address.port)
    })
  })

/** Opens the one origin of the demo world. @throws Node's `EADDRINUSE` when the port is taken. */
export const openFront = async (options: FrontOptions): Promise<Front> => {
  let answer = notYet
  const listener = (req: IncomingMessage, res: ServerResponse) => answer(req, res)
  const { identity } = options
  const server =
    identity === undefined
      ? createHttp(limits, listener)
      : createHttps({ ...limits, cert: identity.certificate, key: identity.key }, listener)
  const port = await listening(server, options)
  return {
    port,
    serve: ({ demo, entra, portal }) => {
      const pages = getRequestListener(demo.fetch)
      answer = (req, res) => {
        const path = req.url?.split('?', 1)[0] ?? ''
        if (isDemos(path)) void pages(req, res)
        else if (!entra(req, res)) portal(req, res)
      }
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
