import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** What came back on a raw connection. `closed`: the server hung up. `after`: ms from the start to its end. */
export type RawAnswer = {
  readonly status: number
  /** Lower-case names; one that comes twice has its values joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly closed: boolean
  readonly after: number
}

const parsed = (said: string): Pick<RawAnswer, 'status' | 'headers'> => {
  const [head = ''] = said.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const [name = '', ...value] = line.split(':')
    const key = name.toLowerCase()
    headers[key] = [headers[key], value.join(':').trim()].filter((part) => part !== undefined).join(', ')
  }
  return { status: Number(first.split(' ')[1] ?? 0), headers }
}

const connected = (
  origin: string,
): { readonly socket: Socket; readonly said: () => string; readonly ended: Promise<void> } => {
  const socket = connect(Number(new URL(origin).port), new URL(origin).hostname)
  let said = ''
  socket.setEncoding('latin1')
  socket.on('data', (piece) => (said += piece.toString()))
  socket.on('error', () => undefined)
  return { socket, said: () => said, ended: new Promise((resolve) => socket.once('close', () => resolve())) }
}

/** Says bytes as they are and waits for the server to hang up, at most `patience` ms. */
export const sayRaw = async (origin: string, bytes: string | Buffer, patience = 1500): Promise<RawAnswer> => {
  const { socket, said, ended } = connected(origin)
  const from = performance.now()
  socket.write(bytes)
  const closed = await Promise.race([ended.then(() => true), pause(patience, false)])
  socket.destroy()
  return { ...parsed(said()), text: said(), closed, after: performance.now() - from }
}

/** Says `first` at once and then `letter` every second, until the server hangs up or `patience` ms are over. */
export const drip = async (origin: string, first: string, letter: string, patience: number): Promise<RawAnswer> => {
  const { socket, said, ended } = connected(origin)
  const from = performance.now()
  socket.write(first)
  const dripping = setInterval(() => socket.write(letter), 1000)
  const closed = await Promise.race([ended.then(() => true), pause(patience, false)])
  clearInterval(dripping)
  socket.destroy()
  return { ...parsed(said()), text: said(), closed, after: performance.now() - from }
}
