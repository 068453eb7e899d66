import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { systemChance } from '@muster/bff/adapters/system'
import { problemStatus } from '@muster/shared/problem'
import { downPage } from '../pages/down-page.ts'
import { demoPageHeaders } from '../pages/layout.ts'
import { forwardedFor } from './forwarded-for.ts'

/** Passes a request on and its answer back, both as they stream. */
export type Proxy = { pass(req: IncomingMessage, res: ServerResponse): void; stop(): void }

/** Headers of one connection, not of the message (RFC 9110, 7.6.1). */
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade'] as const

const withoutHops = (headers: IncomingMessage['headers']): IncomingMessage['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.some((hop) => hop === name)))

/** The portal's process is not there, or went away before it answered: the same code as its own trouble has. */
const tellThatItIsDown = (req: IncomingMessage, res: ServerResponse): void => {
  const status = problemStatus.unavailable
  if (!(req.url ?? '').startsWith('/api/')) {
    res
      .writeHead(status, { ...demoPageHeaders, 'Content-Type': 'text/html; charset=utf-8', 'Retry-After': '2' })
      .end(String(downPage()))
    return
  }
  const problem = {
    type: 'urn:muster:problem:unavailable',
    title: 'The portal’s process is not answering. Try again in a moment.',
    status,
    code: 'unavailable',
    reference: systemChance.reference(),
    retryAfter: 2,
  }
  res
    .writeHead(status, { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', 'Retry-After': '2' })
    .end(JSON.stringify(problem))
}

export type ProxyOptions = {
  /**
   * Leaves `Strict-Transport-Security` out: it would bind every port of `localhost` to https for two years, in a browser
   * that trusts the demo's authority.
   */
  readonly dropHsts?: boolean
}

/** A reverse proxy to `http://127.0.0.1:port`. */
export const createProxy = (port: number, { dropHsts = false }: ProxyOptions = {}): Proxy => {
  const agent = new Agent({ keepAlive: true })
  const pass = (req: IncomingMessage, res: ServerResponse): void => {
    const claimed = req.headers['x-forwarded-for']
    const headers = withoutHops(req.headers)
    headers['x-forwarded-for'] = forwardedFor(
      req.socket.remoteAddress,
      Array.isArray(claimed) ? claimed.join(',') : claimed,
    )
    // Without a length Node would close the connection after a body: then it goes on in pieces, as it came.
    if (req.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked'
    const onward = request({ host: '127.0.0.1', port, agent, method: req.method, path: req.url, headers })
    onward.on('response', (answer) => {
      const kept = withoutHops(answer.headers)
      if (dropHsts) delete kept['strict-transport-security']
      res.writeHead(answer.statusCode ?? 502, kept)
      answer.pipe(res)
      answer.on('error', () => res.destroy())
    })
    onward.on('error', () => {
      if (res.headersSent) res.destroy()
      else if (!res.destroyed) tellThatItIsDown(req, res)
    })
    res.on('close', () => onward.destroy())
    req.pipe(onward)
  }
  return { pass, stop: () => agent.destroy() }
}

/** A reverse proxy that asks several in turn. */
export const createBalancer = (ports: readonly number[], options: ProxyOptions = {}): Proxy => {
  const proxies = ports.map((port) => createProxy(port, options))
  let turn = 0
  return {
    pass: (req, res) => {
      turn = (turn + 1) % proxies.length
      proxies[turn]?.pass(req, res)
    },
    stop: () => {
      for (const proxy of proxies) proxy.stop()
    },
  }
}
