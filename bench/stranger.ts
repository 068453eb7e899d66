import { Agent, request } from 'node:http'
import { domain } from '@muster/demo/world/people'

/** An answer as it came over the wire, and the ms from the first byte sent to the last received. */
export type RawAnswer = {
  readonly status: number
  readonly headers: readonly string[]
  readonly text: string
  readonly ms: number
}

const agent = new Agent({ keepAlive: true })
let lastAddress = 0

/** Everybody comes from another address: limits by address are not what is compared. */
const newAddress = (): string => {
  lastAddress += 1
  return `198.18.${lastAddress >> 8}.${lastAddress & 255}`
}

type Places = { readonly pages: string; readonly portal: string }

/** A browser that keeps what it is told byte for byte. `pages`: what it says in `Origin`; `portal`: whom it asks. */
export const newStranger = ({ pages, portal }: Places) => {
  const home = newAddress()
  let cookie: string | undefined
  const post = (path: string, body: object, address = home): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body)
      const began = performance.now()
      const sent = request(`${portal}/api/enrollment${path}`, { method: 'POST', agent }, (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.once('error', reject)
        response.once('end', () => {
          const ms = performance.now() - began
          cookie = response.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? cookie
          resolve({
            status: response.statusCode ?? 0,
            headers: response.rawHeaders,
            text: Buffer.concat(pieces).toString(),
            ms,
          })
        })
      })
      sent.once('error', reject)
      sent.setHeader('Origin', pages)
      sent.setHeader('Content-Type', 'application/json')
      sent.setHeader('X-Forwarded-For', address)
      if (cookie !== undefined) sent.setHeader('Cookie', cookie)
      sent.end(text)
    })
  return {
    open: (account: string) => post('', { account }),
    identity: (username: string, address?: string) => post('/identity', { username, domain: domain.name }, address),
    password: () => post('/password', { password: 'wrong' }),
    credentials: (username: string) => post('/credentials', { username, domain: domain.name, password: 'wrong' }),
  }
}

/** What is an enrollment's own, or the second's, made alike; everything else stays as it came, in its order. */
export const comparable = ({ status, headers, text }: RawAnswer, username: string): string => {
  const lines = headers.flatMap((name, index) => {
    if (index % 2 === 1) return []
    const value = headers[index + 1] ?? ''
    switch (name.toLowerCase()) {
      case 'date':
      case 'etag':
      case 'retry-after':
        return [`${name}: …`]
      case 'set-cookie':
        return [`${name}: ${value.replace(/=[^;]*/, '=…')}`]
      default:
        return [`${name}: ${value}`]
    }
  })
  const body = text
    .replaceAll(`"${username}"`, '"…"')
    .replaceAll(/"(reference|expiresAt)":"[^"]*"/g, '"$1":"…"')
    .replaceAll(/"(retryAfter)":\d+/g, '"$1":…')
  return [status, ...lines, '', body].join('\n')
}
