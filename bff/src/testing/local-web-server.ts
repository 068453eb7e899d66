import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { portOf } from './port-of.ts'

export type WebAnswer =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | 'silence'
  | 'hang-up'

export type WebRequest = { readonly method: string; readonly path: string; readonly body: string }

/** A web server that says what a test wants it to say, and remembers what it was asked. */
export type LocalWebServer = {
  readonly origin: string
  readonly requests: readonly WebRequest[]
  answer: (request: WebRequest) => WebAnswer
  stop(): Promise<void>
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}

export const startLocalWebServer = async (): Promise<LocalWebServer> => {
  const requests: WebRequest[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    void (async () => {
      const asked = { method: request.method ?? '', path: request.url ?? '', body: await bodyOf(request) }
      requests.push(asked)
      const said = local.answer(asked)
      if (said === 'hang-up') request.socket.destroy()
      else if (said !== 'silence')
        response
          .writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers })
          .end(said.body ?? '')
    })()
  })
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  const local: LocalWebServer = {
    origin: `http://127.0.0.1:${port}`,
    requests,
    answer: () => ({ status: 404 }),
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  return local
}
