import { once } from 'node:events'
import type { Socket } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'
import { portOf } from './port-of.ts'

export type ScriptedEntry = { readonly dn: string; readonly attributes: Readonly<Record<string, string>> }

/** What the server does with one request. */
export type ScriptedAnswer =
  | {
      readonly code: number
      readonly diagnostic?: string
      readonly entries?: readonly ScriptedEntry[]
      /** ms until it is said. */
      readonly after?: number
    }
  | 'silence'
  | 'hang-up'

export type Asked = { readonly operation: 'bind' | 'search' | 'modify'; readonly connection: number }

/** An LDAPS server that says what a test wants it to say, and remembers what it was asked. */
export type ScriptedLdapServer = {
  readonly url: string
  readonly asked: readonly Asked[]
  readonly connections: () => number
  stop(): Promise<void>
}

/** Basic Encoding Rules: tag, length, value (X.690 section 8.1). */
const tlv = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const value = Buffer.concat(parts)
  const length = value.length < 128 ? [value.length] : [0x82, value.length >> 8, value.length & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), value])
}
const text = (value: string): Buffer => tlv(0x04, Buffer.from(value))

/** LDAPMessage (RFC 4511 section 4.1.1). */
const message = (id: number, operation: Buffer): Buffer => tlv(0x30, tlv(0x02, Buffer.from([id])), operation)
const result = (tag: number, code: number, diagnostic: string): Buffer =>
  tlv(tag, tlv(0x0a, Buffer.from([code])), text(''), text(diagnostic))
const entry = ({ dn, attributes }: ScriptedEntry): Buffer =>
  tlv(
    0x64,
    text(dn),
    tlv(0x30, ...Object.entries(attributes).map(([name, value]) => tlv(0x30, text(name), tlv(0x31, text(value))))),
  )

const operations: Readonly<Record<number, Asked['operation']>> = { 0x60: 'bind', 0x63: 'search', 0x66: 'modify' }
const answerTags = { bind: 0x61, search: 0x65, modify: 0x67 } as const

const valueAt = (data: Buffer, at: number): number => {
  const length = data[at] ?? 0
  return at + 1 + (length & 0x80 ? length & 0x7f : 0)
}

/** @param answer told the operation, how many of its kind came before, and gives what is said. */
export const startScriptedLdapServer = async (
  tls: TlsOptions,
  answer: (operation: Asked['operation'], before: number) => ScriptedAnswer,
): Promise<ScriptedLdapServer> => {
  const asked: Asked[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer(tls, (socket) => {
    const connection = (connections += 1)
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      const start = valueAt(data, 1)
      const id = data[start + 2] ?? 0
      const operation = operations[data[start + 3] ?? 0]
      if (operation === undefined) return
      const said = answer(operation, asked.filter((one) => one.operation === operation).length)
      asked.push({ operation, connection })
      if (said === 'hang-up') socket.destroy()
      if (typeof said === 'string') return
      setTimeout(() => {
        for (const found of said.entries ?? []) socket.write(message(id, entry(found)))
        socket.write(message(id, result(answerTags[operation], said.code, said.diagnostic ?? '')))
      }, said.after ?? 0)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  return {
    url: `ldaps://localhost:${port}`,
    asked,
    connections: () => connections,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
