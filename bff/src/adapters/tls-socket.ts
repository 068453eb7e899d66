import { isIP } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
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

/**
 * Connects with TLS 1.2 or newer; the server's chain and host name are verified, whatever the environment says
 * (STANDARD 3.1). Resolves only after the handshake.
 */
export const openTls = ({ url, ca, hosts, connectTimeout, signal }: TlsTarget): Promise<TLSSocket> => {
  const { protocol, hostname, port } = new URL(url)
  if (protocol !== 'ldaps:') return Promise.reject(new Error(`${url}: only ldaps: is used`))
  if (signal.aborted) return Promise.reject(new Error('out of time'))
  const host = hostname.replace(/^\[|\]$/g, '')
  const fault = urlFault(url, hosts)
  if (fault !== undefined) return Promise.reject(new Error(`${url}: ${fault}`))
  const socket = connect({
    host,
    port: port === '' ? 636 : Number(port),
    // Not for a name's sake only: a name that resolves elsewhere tomorrow is judged tomorrow.
    lookup: lookupWithin(hosts),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    // Server name indication knows no addresses (RFC 6066 section 3).
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
  })
  signal.addEventListener('abort', () => socket.destroy(new Error('out of time')), { once: true })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new Error('no connection in time')), connectTimeout)
    socket.on('error', reject)
    socket.once('close', () => {
      clearTimeout(timer)
      reject(new Error('closed while connecting'))
    })
    socket.once('secureConnect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error').removeAllListeners('close').on('error', ignore)
      resolve(socket)
    })
  })
}
