import { Agent, type IncomingHttpHeaders, request as httpRequest } from 'node:http'
import { connect } from 'node:net'

export type Header = readonly [name: string, value: string]

/** One request as it goes over the wire; lengths and connection headers are added unless they are among the headers. */
export type Sent = {
  readonly method: string
  readonly path: string
  readonly headers: readonly Header[]
  readonly body?: Buffer
}

export type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }
  /** Closed without a word, which is an answer to broken framing only. */
  | { readonly kind: 'closed'; readonly why: string }
  | { readonly kind: 'no-answer'; readonly why: string }

/** Beyond the server's own patience with a request (STANDARD 4.4). ms */
const patience = 22_000
/** After which a request that promises more than it sends is ended. ms */
const unfinished = 3_000

export const headerOf = ({ headers }: Pick<Sent, 'headers'>, name: string): string | undefined =>
  headers.find(([one]) => one.toLowerCase() === name)?.[1]

export const withHeader = (sent: Sent, name: string, ...values: readonly string[]): Sent => ({
  ...sent,
  headers: [
    ...sent.headers.filter(([one]) => one.toLowerCase() !== name.toLowerCase()),
    ...values.map((value): Header => [name, value]),
  ],
})

/** What no browser sends: Node's client would refuse to, or the server may take it for no HTTP. */
export const isBent = ({ method, path, headers }: Sent): boolean =>
  !/^[!#$%&'*+.^_`|~\w-]+$/.test(method) ||
  !/^\/[\x21-\x5b\x5d-\x7e]*$/.test(path) ||
  headers.some(
    ([name, value]) =>
      !/^[!#$%&'*+.^_`|~\w-]+$/.test(name) ||
      !/^[\t\x20-\x7e\x80-\xff]*$/.test(value) ||
      /^(content-length|transfer-encoding|expect|connection|host|upgrade|te|trailer)$/i.test(name),
  )

const complete = (sent: Sent, host: string, connection: string): readonly Header[] => {
  const has = (name: string) => headerOf(sent, name) !== undefined
  return [
    ...(has('host') ? [] : [['Host', host] as const]),
    ...sent.headers,
    ...(has('connection') ? [] : [['Connection', connection] as const]),
    ...(sent.body === undefined || has('content-length') || has('transfer-encoding')
      ? []
      : [['Content-Length', String(sent.body.byteLength)] as const]),
  ]
}

/** The request as text, for whoever looks into a finding. */
export const written = (sent: Sent, host = 'portal'): string =>
  [
    `${sent.method} ${sent.path} HTTP/1.1`,
    ...complete(sent, host, 'close').map(([name, value]) => `${name}: ${value}`),
    '',
    sent.body?.toString('latin1') ?? '',
  ].join('\r\n')

/** A body that came in pieces (RFC 9112 section 7.1). */
const joined = (pieces: string): string => {
  const length = Number.parseInt(pieces, 16)
  const at = pieces.indexOf('\r\n') + 2
  return length > 0 ? pieces.slice(at, at + length) + joined(pieces.slice(at + length + 2)) : ''
}

const readHead = (bytes: Buffer): Answer | undefined => {
  const text = bytes.toString('latin1').replace(/^(HTTP\/1\.1 1\d\d[^\r]*\r\n(?:[^\r]+\r\n)*\r\n)+/, '')
  const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(text) ?? []
  const end = text.indexOf('\r\n\r\n')
  if (status === undefined || end < 0) return undefined
  const lines = text.slice(0, end).split('\r\n').slice(1)
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const body = text.slice(end + 4)
  return {
    kind: 'answer',
    status: Number(status),
    headers,
    body: Buffer.from(headers['transfer-encoding'] === 'chunked' ? joined(body) : body, 'latin1').toString(),
  }
}

/** Byte for byte as it stands, on a connection of its own. */
const sendRaw = (port: number, sent: Sent): Promise<Answer> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true })
    const done = (answer: Answer) => {
      clearTimeout(timer)
      clearTimeout(ending)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => done({ kind: 'no-answer', why: 'timeout' }), patience)
    const ending = setTimeout(() => socket.end(), unfinished)
    const settle = (why: string) => done(readHead(Buffer.concat(chunks)) ?? { kind: 'closed', why })
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('end', () => settle('ended'))
    socket.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message))
    socket.on('close', () => settle('closed'))
    socket.write(Buffer.from(written(sent, `127.0.0.1:${port}`), 'latin1'))
  })

export type Wire = { send(sent: Sent): Promise<Answer>; close(): void }

/** Sends to one port of this machine, over kept connections where a request is well formed. */
export const openWire = (port: number): Wire => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const sendWell = (sent: Sent): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = complete(sent, `127.0.0.1:${port}`, 'keep-alive').flat()
      const options = {
        host: '127.0.0.1',
        port,
        agent,
        method: sent.method,
        path: sent.path,
        headers,
        timeout: patience,
      }
      const request = httpRequest(options, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', (error) => resolve({ kind: 'no-answer', why: error.message }))
        response.on('end', () =>
          resolve({
            kind: 'answer',
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      })
      request.on('timeout', () => request.destroy(new Error('timeout')))
      request.on('error', (error: NodeJS.ErrnoException) => {
        // Closed meanwhile, or while we were still writing: Node's client then drops what it was answered
        if (error.code === 'ECONNRESET' || error.code === 'EPIPE') reject(error)
        else resolve({ kind: 'no-answer', why: error.code ?? error.message })
      })
      request.end(sent.body)
    })
  return {
    send: (sent) => (isBent(sent) ? sendRaw(port, sent) : sendWell(sent).catch(() => sendRaw(port, sent))),
    close: () => agent.destroy(),
  }
}
