import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** At the end: ms for which a connection's silence is waited for, and between two looks for those who are silent. */
const patience = 1_000
const often = 250

/** The connections of a server: those that it reads from, and those whose turn is to come. */
export type Admission = {
  readonly count: () => Readonly<Record<'served' | 'waiting', number>>
  /** Whether the next answer is to be its connection's last: others wait, or the server is about to end. */
  readonly isLast: () => boolean
  /** From now on each answer is. */
  readonly drain: () => void
  /** From now on nobody's turn comes. */
  readonly hold: () => void
  /** Turns come again, and who says nothing is cut. */
  readonly end: () => void
  /** Cuts everybody, and whoever comes yet. */
  readonly cut: () => void
}

/** `turns` at once, of at most `turnTime` ms each. */
export type Turns = { readonly turns: number; readonly turnTime: number }

/**
 * Lets in so many connections at once (STANDARD 10): whoever comes beyond them waits, unread (docs/decisions/0037). A turn
 * ends with its connection, or when its time is over: nobody is cut for being slow, and nobody holds the others up for longer.
 */
export const admit = (server: Server, { turns, turnTime }: Turns): Admission => {
  const serve = server.listeners('connection')
  server.removeAllListeners('connection')
  // As `node:net` has it, whose option `node:http` does not pass on: else as much as 128 KiB of each would be read.
  const readAtOnce = (isRead: boolean): void => void Object.assign(server, { pauseOnConnect: !isRead })
  readAtOnce(false)
  /** When the turn of each began. */
  const served = new Map<Socket, number>()
  const waiting: Socket[] = []
  let taken = 0
  let isHeld = false
  let isDraining = false
  let isCut = false

  const begin = (socket: Socket): void => {
    taken += 1
    served.set(socket, performance.now())
    let hasTurn = true
    const endTurn = (): void => {
      if (!hasTurn) return
      hasTurn = false
      clearTimeout(over)
      taken -= 1
      takeTurns()
    }
    const over = setTimeout(endTurn, turnTime)
    socket.once('close', () => {
      served.delete(socket)
      endTurn()
    })
    // The connection that TLS makes of this one now would begin paused as well, and then never hold its client back.
    readAtOnce(true)
    for (const listener of serve) Reflect.apply(listener, server, [socket])
    readAtOnce(false)
    socket.resume()
  }
  const takeTurns = (): void => {
    while (!isHeld && taken < turns) {
      const next = waiting.shift()
      if (next === undefined) return
      begin(next)
    }
  }
  server.on('connection', (socket: Socket) => {
    if (isCut) {
      socket.destroy()
      return
    }
    // Node keeps it from now on: of who resets the connection before its turn nobody could say who it was.
    void socket.remoteAddress
    waiting.push(socket)
    takeTurns()
  })

  /** A browser opens connections before it needs them, and Node would wait for their first request. */
  const cutSilent = (ending: number): void => {
    const late = performance.now() - patience
    const long = [...served].filter(([, since]) => Math.max(since, ending) <= late)
    // What came while the process was busy is read before this.
    setImmediate(() => {
      for (const [socket] of long) if (socket.bytesRead === 0) socket.destroy()
    })
  }

  return {
    count: () => ({ served: served.size, waiting: waiting.length }),
    isLast: () => isDraining || waiting.length > 0,
    drain: () => void (isDraining = true),
    hold: () => void (isHeld = true),
    end: () => {
      isHeld = false
      takeTurns()
      const looks = setInterval(cutSilent, often, performance.now())
      server.once('close', () => clearInterval(looks))
    },
    cut: () => {
      isCut = true
      for (const socket of [...waiting.splice(0), ...served.keys()]) socket.destroy()
    },
  }
}
