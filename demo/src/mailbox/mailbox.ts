import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type AddressObject, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import type { ServerIdentity } from '../certificates/demo-authority.ts'

/** A message as `/demo/inbox` gives it. `to` is whom the envelope named, `receivedAt` ISO 8601. */
export type Message = {
  readonly id: string
  readonly to: string
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly receivedAt: string
}

export type Mailbox = {
  /** `smtp://127.0.0.1:port`, with STARTTLS. */
  readonly url: string
  /** Newest first, the last five hundred; of one recipient where named, in any case. */
  messages(to?: string): readonly Message[]
  /** The newest message to somebody that `matches`, now or within `timeout` ms (10 s). Rejects with what was there instead. */
  waitFor(
    to: string,
    options?: { readonly matches?: (message: Message) => boolean; readonly timeout?: number },
  ): Promise<Message>
  clear(): void
  /** Refuses every recipient with this SMTP code from now on; `undefined` ends it. */
  refuse(code: number | undefined): void
  stop(): Promise<void>
}

const messagesKept = 500

const textOf = (address: AddressObject | undefined): string => address?.text ?? ''
const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** A mail server on a free port of 127.0.0.1 that delivers to nobody: messages stay in memory, to be looked at. */
export const startMailbox = async ({ certificate, key }: ServerIdentity): Promise<Mailbox> => {
  const kept: Message[] = []
  const waiting = new Set<() => void>()
  let refusal: number | undefined

  const server = new SMTPServer({
    cert: certificate,
    key,
    name: 'localhost',
    banner: 'Muster demo mailbox',
    disabledCommands: ['AUTH'],
    disableReverseLookup: true,
    // The portal's pool keeps connections open: they are not waited for.
    closeTimeout: 1,
    onRcptTo: (_, _session, done) =>
      done(
        refusal === undefined
          ? null
          : Object.assign(new Error('Refused, as the demo was told to'), { responseCode: refusal }),
      ),
    onData: (stream, session, done) => {
      simpleParser(stream).then((parsed) => {
        for (const { address } of session.envelope.rcptTo) {
          kept.unshift({
            id: randomUUID(),
            to: address,
            from: textOf(parsed.from),
            subject: parsed.subject ?? '',
            text: parsed.text ?? '',
            html: parsed.html || '',
            receivedAt: new Date().toISOString(),
          })
        }
        kept.splice(messagesKept)
        done()
        for (const look of waiting) look()
      }, done)
    },
  })
  // A client that breaks off is no mishap of the server's.
  server.on('error', () => undefined)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port')

  const messages = (to?: string) => (to === undefined ? [...kept] : kept.filter((message) => same(message.to, to)))
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    messages,
    waitFor: (to, { matches = () => true, timeout = 10_000 } = {}) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = messages(to).find(matches)
          if (found !== undefined) settle(() => resolve(found))
        }
        const timer = setTimeout(() => {
          const there = messages().map((message) => `${message.to}: ${message.subject}`)
          settle(() =>
            reject(
              new Error(`no such message to ${to} within ${timeout} ms; there are: ${there.join('; ') || 'none'}`),
            ),
          )
        }, timeout)
        const settle = (answer: () => void) => {
          clearTimeout(timer)
          waiting.delete(look)
          answer()
        }
        waiting.add(look)
        look()
      }),
    clear: () => void kept.splice(0),
    refuse: (code) => {
      refusal = code
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
