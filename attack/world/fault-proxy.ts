import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls, createSecureContext, type SecureVersion, TLSSocket } from 'node:tls'

/**
 * What goes wrong on the way to a server:
 * - `none`: nothing
 * - `refuse`: nobody listens
 * - `silence`: the connection opens and nothing is ever said, not even TLS
 * - `half-open`: requests arrive, answers do not, and nobody hangs up
 * - `trickle`: answers come one byte a second
 * - `cut`: the connection breaks as soon as a request has been passed on
 */
export type Fault = 'none' | 'refuse' | 'silence' | 'half-open' | 'trickle' | 'cut'

/** A server's own certificate, PEM, and the TLS versions it speaks. */
export type Identity = {
  readonly certificate: string
  readonly key: string
  readonly minVersion?: SecureVersion
  readonly maxVersion?: SecureVersion
}

/** Where requests go. With `ca` the proxy ends TLS itself and speaks TLS to the target, so that requests can be read. */
export type FaultProxyOptions = {
  readonly target: { readonly host: string; readonly port: number }
  readonly tls?: { readonly identity: Identity; readonly ca: string }
  /** Each piece that a client says, in clear where the proxy ends TLS. */
  readonly onRequest?: (piece: Buffer) => void
}

export type FaultProxy = {
  /** Of 127.0.0.1; the same for its whole life. */
  readonly port: number
  /** Connections that were opened since the start, with whatever fault. */
  connections(): number
  /** From now on, for new connections and, but for `refuse` and `silence`, for open ones. */
  set(fault: Fault): Promise<void>
  /** Shows another certificate to new connections; without one, the first again. */
  present(identity?: Identity): void
  /** Breaks every connection that is open. */
  cutAll(): void
  stop(): Promise<void>
}

type Flow = { readonly near: Duplex; readonly far: Duplex }

/** Lets `far` answer as the fault wants it. */
const answering = ({ near, far }: Flow, fault: () => Fault): void => {
  const waiting: Buffer[] = []
  const drip = setInterval(() => {
    const [first] = waiting
    if (first === undefined) return
    near.write(first.subarray(0, 1))
    if (first.length === 1) waiting.shift()
    else waiting[0] = first.subarray(1)
  }, 1000)
  near.once('close', () => clearInterval(drip))
  far.on('data', (piece: Buffer) => {
    if (fault() === 'half-open' || fault() === 'cut') return
    if (fault() === 'trickle' || waiting.length > 0) waiting.push(piece)
    else near.write(piece)
  })
}

/** A TCP relay on 127.0.0.1 between the portal and a real server, with faults to switch on and off. */
export const startFaultProxy = async ({ target, tls, onRequest }: FaultProxyOptions): Promise<FaultProxy> => {
  let fault: Fault = 'none'
  let connections = 0
  let identity = tls?.identity
  const open = new Set<Duplex>()
  const keep = <S extends Duplex>(stream: S, onEnd: () => void): S => {
    open.add(stream)
    stream.on('error', () => undefined)
    stream.once('close', () => {
      open.delete(stream)
      onEnd()
    })
    return stream
  }

  const nearSide = (socket: Socket): Duplex =>
    identity === undefined
      ? socket
      : new TLSSocket(socket, {
          isServer: true,
          secureContext: createSecureContext({
            cert: identity.certificate,
            key: identity.key,
            // OpenSSL forbids what is older than TLS 1.2 unless it is asked to be careless.
            ...(identity.maxVersion === undefined
              ? {}
              : { maxVersion: identity.maxVersion, ciphers: 'DEFAULT:@SECLEVEL=0' }),
            minVersion: identity.minVersion ?? 'TLSv1.2',
          }),
        })
  const farSide = (): Duplex => (tls === undefined ? connect(target) : connectTls({ ...target, ca: tls.ca }))

  const onConnection = (socket: Socket): void => {
    connections += 1
    keep(socket, () => undefined)
    if (fault === 'silence') return
    const near = keep(nearSide(socket), () => far.destroy())
    const far = keep(farSide(), () => near.destroy())
    answering({ near, far }, () => fault)
    near.on('data', (piece: Buffer) => {
      onRequest?.(piece)
      if (fault === 'cut') far.write(piece, () => near.destroy())
      else far.write(piece)
    })
  }

  const listen = async (port: number): Promise<Server> => {
    const server = createServer(onConnection).listen(port, '127.0.0.1')
    await once(server, 'listening')
    return server
  }
  let server: Server | undefined = await listen(0)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port')
  const { port } = address
  const cutAll = (): void => {
    for (const stream of open) stream.destroy()
  }
  const stopListening = async (): Promise<void> => {
    if (server === undefined) return
    const closed = once(server, 'close')
    server.close()
    server = undefined
    cutAll()
    await closed
  }
  return {
    port,
    connections: () => connections,
    set: async (wanted) => {
      fault = wanted
      if (wanted === 'refuse') await stopListening()
      else server ??= await listen(port)
    },
    present: (shown = tls?.identity) => {
      identity = shown
    },
    cutAll,
    stop: stopListening,
  }
}
