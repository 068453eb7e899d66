import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** ms that others wait, or all for the end, for a connection to say what it wants; and how often that is looked at. */
const patience = 1_000
const often = 250

/** The connections of a server: those that it reads from, and those whose turn is to come. */
export type Admission = {
  readonly count: () => Readonly<Record<'served' | 'waiting', number>>
  /** From now on nobody's turn comes. */
  readonly hold: () => void
  /** Turns come again, and nobody's silence is waited for. */
  readonly end: () => void
  /** Cuts everybody. */
  readonly cut: () => void
}

/** The other end. Of TLS, Node has one socket that comes and another that asks, and tells nobody that they are one. */
const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`

/**
 * Serves so many connections at once (STANDARD 10); whoever comes beyond them waits for a turn, unread (docs/decisions/0037).
 * While somebody waits, each answer is its connection's last, and who says nothing, or nothing whole, is cut.
 */
export const admit = (server: Server, most: number): Admission => {
  const serve = server.listeners('connection')
  server.removeAllListeners('connection')
  // As `node:net` has it, whose option `node:http` does not pass on: else as much as 128 KiB of each would be read.
  Object.assign(server, { pauseOnConnect: true })
  const served = new Set<Socket>()
  /** Those of them that have not asked anything yet, and when their turn came. */
  const unheard = new Map<string, { readonly socket: Socket; readonly since: number }>()
  const waiting: Socket[] = []
  let isHeld = false
  let isEnding = false

  const begin = (socket: Socket): void => {
    const peer = peerOf(socket)
    served.add(socket)
    unheard.set(peer, { socket, since: performance.now() })
    socket.once('close', () => {
      served.delete(socket)
      unheard.delete(peer)
      takeTurns()
    })
    for (const listener of serve) Reflect.apply(listener, server, [socket])
    socket.resume()
  }
  const takeTurns = (): void => {
    while (!isHeld && served.size < most) {
      const next = waiting.shift()
      if (next === undefined) return
      begin(next)
    }
  }
  const makeRoom = (): void => {
    if (waiting.length > 0) server.closeIdleConnections()
    else if (!isEnding) return
    const late = performance.now() - patience
    // A browser opens connections before it needs them, and Node waits long for their first request.
    for (const { socket, since } of unheard.values()) if (since <= late) socket.destroy()
  }
  server.on('connection', (socket: Socket) => {
    waiting.push(socket)
    takeTurns()
    // For the first at once; going through all for each would be quadratic.
    if (waiting.length === 1) makeRoom()
  })
  server.prependListener('request', ({ socket }, response) => {
    if (unheard.size > 0) unheard.delete(peerOf(socket))
    if (waiting.length > 0) response.setHeader('Connection', 'close')
  })
  const looks = setInterval(makeRoom, often).unref()
  server.once('close', () => clearInterval(looks))

  return {
    count: () => ({ served: served.size, waiting: waiting.length }),
    hold: () => void (isHeld = true),
    end: () => {
      isHeld = false
      isEnding = true
      takeTurns()
    },
    cut: () => {
      for (const socket of [...waiting.splice(0), ...served]) socket.destroy()
    },
  }
}
