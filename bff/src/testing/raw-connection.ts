import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { portOf } from './port-of.ts'

/** A connection with nothing sent yet: no client library mends what is written on it. */
export const openRaw = async (server: Server): Promise<Socket> => {
  const socket = connect(portOf(server), '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

/** What comes back for these lines, until the server hangs up. */
export const answerTo = async (server: Server, ...lines: readonly string[]): Promise<string> => {
  const socket = await openRaw(server)
  socket.write(lines.join('\r\n'), 'latin1')
  return text(socket)
}

/** Status line and headers, a line each. */
export const headOf = (answer: string): readonly string[] => (answer.split('\r\n\r\n')[0] ?? '').split('\r\n')
