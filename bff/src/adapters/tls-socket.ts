import { isIP } from 'node:net'
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import { lookupWithin, type PermittedHosts, urlFault } from './permitted-hosts.ts'

/** `url`: `ldaps://host[:port]`. `ca`: PEM, the system's authorities where absent. `connectTimeout` in ms. */
export type TlsTarget = {
  readonly url: string
  readonly ca?: string
  readonly hosts: PermittedHosts
  readonly connectTimeout: number
  /** Ends the connection at any time. */
  readonly signal: AbortSignal
}

const ignore = (): void => undefined

/** A session stands for a chain and a name that were verified, for so long, ms: a certificate that is withdrawn is seen again. */
const sessionKept = 10 * 60_000
const sessionsKept = 1_000
const sessions = new Map<string, { readonly session: Buffer; readonly until: number }>()

/** Where and under whose word: another authority in an account's settings begins anew. */
const keyOf = (host: string, port: number, ca: string | undefined): string => JSON.stringify([host, port, ca ?? ''])

const sessionFor = (key: string): { readonly session?: Buffer } => {
  const kept = sessions.get(key)
  return kept === undefined || performance.now() >= kept.until ? {} : { session: kept.session }
}

/** An authority's certificates are read once, however many sign in under its word. */
const contexts = new Map<string | undefined, SecureContext>()
const contextsKept = 100

const contextFor = (ca: string | undefined): SecureContext => {
  const kept = contexts.get(ca)
  if (kept !== undefined) return kept
  if (contexts.size >= contextsKept) contexts.clear()
  const context = createSecureContext({ minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) })
  contexts.set(ca, context)
  return context
}

/** For the next connection; `verified` is when the server last showed its certificate, in ms of `performance.now()`. */
const keepSession = (key: string, session: Buffer, verified: number): void => {
  if (sessions.size >= sessionsKept && !sessions.has(key)) sessions.clear()
  sessions.set(key, { session, until: verified + sessionKept })
}

/**
 * Connects with TLS 1.2 or newer; the server's chain and host name are verified, whatever the environment says
 * (STANDARD 3.1). Resolves only after the handshake, which takes up the last one's session where the server still has it
 * (RFC 8446 section 2.2): no certificate is shown then, it was verified within the last ten minutes.
 */
export const openTls = ({ url, ca, hosts, connectTimeout, signal }: TlsTarget): Promise<TLSSocket> => {
  const { protocol, hostname, port } = new URL(url)
  if (protocol !== 'ldaps:') return Promise.reject(new Error(`${url}: only ldaps: is used`))
  if (signal.aborted) return Promise.reject(new Error('out of time'))
  const host = hostname.replace(/^\[|\]$/g, '')
  const fault = urlFault(url, hosts)
  if (fault !== undefined) return Promise.reject(new Error(`${url}: ${fault}`))
  const number = port === '' ? 636 : Number(port)
  const key = keyOf(host, number, ca)
  const socket = connect({
    host,
    port: number,
    ...sessionFor(key),
    // Not for a name's sake only: a name that resolves elsewhere tomorrow is judged tomorrow.
    lookup: lookupWithin(hosts),
    secureContext: contextFor(ca),
    rejectUnauthorized: true,
    // Server name indication knows no addresses (RFC 6066 section 3).
    ...(isIP(host) === 0 ? { servername: host } : {}),
  })
  const shown = sessions.get(key)
  socket.on('session', (session: Buffer) => {
    // One that was taken up again lasts no longer than the one before it.
    const verified = socket.isSessionReused() && shown !== undefined ? shown.until - sessionKept : performance.now()
    keepSession(key, session, verified)
  })
  signal.addEventListener('abort', () => socket.destroy(new Error('out of time')), { once: true })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new Error('no connection in time')), connectTimeout)
    socket.on('error', reject)
    socket.once('close', () => {
      clearTimeout(timer)
      sessions.delete(key)
      reject(new Error('closed while connecting'))
    })
    socket.once('secureConnect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error').removeAllListeners('close').on('error', ignore)
      resolve(socket)
    })
  })
}
