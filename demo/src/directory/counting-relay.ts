import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A TCP relay that counts; TLS goes through untouched, so the certificate must name `localhost`. */
export type CountingRelay = {
  readonly port: number
  readonly connections: number
  clear(): void
  stop(): Promise<void>
}

/** Passes every connection to 127.0.0.1:`port` (a free one) on to `target`. */
export const startCountingRelay = async (target: {
  readonly host: string
  readonly port: number
}): Promise<CountingRelay> => {
  let connections = 0
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  }
  const server = createServer((client) => {
    connections += 1
    const far = connect(target)
    for (const [near, other] of [
      [client, far],
      [far, client],
    ] as const) {
      keep(near)
      near.on('error', () => other.destroy())
      near.on('close', () => other.destroy())
      near.pipe(other)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port')
  return {
    port: address.port,
    get connections() {
      return connections
    },
    clear: () => {
      connections = 0
    },
    stop: async () => {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}
