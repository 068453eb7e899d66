import { Buffer } from 'node:buffer'
import { Transform } from 'node:stream'
import { createTransport } from 'nodemailer'
import * as z from 'zod/mini'
import type { OnBreaker } from '../ports/breaker-event.ts'
import type { Clock } from '../ports/clock.ts'
import type { Mail, Mailer, Sent } from '../ports/mailer.ts'
import { createBreaker } from './breaker.ts'
import { within } from './deadline.ts'
import { mailFault } from './mail-fault.ts'
import { monotonicClock } from './system.ts'

export type SmtpOptions = {
  /** `smtp[s]://[user@]host[:port]` */
  readonly url: string
  /** `Name <address>` or an address. */
  readonly from: string
  readonly password?: string
  /** PEM of the authority that signed the server's certificate; the system's where absent. */
  readonly ca?: string
  /** No encryption at all: for a mailbox on the same machine, in demonstrations. */
  readonly insecure?: boolean
  /** Milliseconds (STANDARD 10). */
  readonly connectTimeout?: number
  readonly totalTimeout?: number
  /** For the breaker. */
  readonly clock?: Clock
  readonly onBreaker?: OnBreaker
}

export type SmtpMailer = Mailer & {
  /**
   * Whether a mail may be tried now. Not while the server is given up after failing (STANDARD 10): mails then stay where
   * they are, and none of their tries is used. Once that time is over it asks the server, by a sign-in without a mail.
   */
  isReady(): Promise<boolean>
  /** Ends the idle connections. */
  close(): void
}

/** Mails at once, each over a connection of its own (STANDARD 10). */
const connections = 5

/** What nodemailer says when a mail was not taken. */
const Trouble = z.object({ code: z.optional(z.string()), responseCode: z.optional(z.number()) })

/** The server's word on this recipient or this mail; any other refusal (of our sign-in, say) is the operator's to mend. */
const aboutTheMail = ['EENVELOPE', 'EMESSAGE']

const serviceNotAvailable = 421

/** `isServed`: the server is at work, whatever it thinks of this mail. No text of its goes along: it may repeat the address. */
const outcomeOf = (error: unknown): { readonly sent: Sent; readonly reason: string; readonly isServed: boolean } => {
  const { code = 'unknown', responseCode } = Trouble.safeParse(error).data ?? {}
  const reason = responseCode === undefined ? code : `${code} ${responseCode}`
  const isServed = aboutTheMail.includes(code) && responseCode !== serviceNotAvailable
  const final = aboutTheMail.includes(code) && responseCode !== undefined && responseCode >= 500
  return { sent: { kind: final ? 'failed' : 'deferred', reason }, reason, isServed }
}

const portOf = ({ port, protocol }: URL): number => (port === '' ? (protocol === 'smtps:' ? 465 : 587) : Number(port))

const transportOf = ({
  url,
  password,
  ca,
  insecure = false,
  connectTimeout = 5_000,
  totalTimeout = 15_000,
}: SmtpOptions) => {
  const server = new URL(url)
  const user = decodeURIComponent(server.username)
  return createTransport({
    pool: true,
    maxConnections: connections,
    host: server.hostname.replace(/^\[|\]$/g, ''),
    port: portOf(server),
    secure: server.protocol === 'smtps:',
    requireTLS: !insecure,
    ignoreTLS: insecure,
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) },
    ...(user === '' ? {} : { auth: { user, pass: password ?? decodeURIComponent(server.password) } }),
    connectionTimeout: connectTimeout,
    dnsTimeout: connectTimeout,
    greetingTimeout: connectTimeout,
    socketTimeout: totalTimeout,
    // A repetition is the outbox's to decide, which knows when to stop.
    maxRequeues: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** nodemailer writes a mail in some fifteen pieces, each a packet and a TLS record of its own: this makes them one. */
const inOnePiece = (): Transform => {
  const pieces: Buffer[] = []
  return new Transform({
    transform: (piece: Buffer, _encoding, next) => {
      pieces.push(piece)
      next()
    },
    flush: (next) => next(null, Buffer.concat(pieces)),
  })
}

/**
 * Sends through an SMTP server over pooled connections: STARTTLS or TLS always, but for {@link SmtpOptions.insecure}.
 * One server serves all accounts, so there is one breaker (docs/decisions/0013).
 */
export const createSmtpMailer = (options: SmtpOptions): SmtpMailer => {
  const { clock = monotonicClock, onBreaker } = options
  const transport = transportOf(options)
  const breaker = createBreaker({
    clock,
    probe: () => transport.verify(),
    onChange: (state, because) => onBreaker?.({ dependency: 'smtp', state, because }),
  })
  const domain = /@([a-z0-9.-]+)>?\s*$/i.exec(options.from)?.[1]
  if (domain === undefined) throw new Error(`the sender ${options.from} has no address`)
  // What nodemailer built, not what it was given, decides where a mail goes (STANDARD 5.5).
  transport.use('stream', ({ message, data }, done) => {
    message.transform(inOnePiece)
    const { to } = message.getEnvelope()
    const wanted = typeof data.to === 'object' && 'address' in data.to ? data.to.address : undefined
    done(
      to.length === 1 && to[0] === wanted
        ? null
        : Object.assign(new Error('another recipient'), { code: 'EENVELOPE', responseCode: 599 }),
    )
  })

  const send = async (mail: Mail): Promise<Sent> => {
    const fault = mailFault(mail)
    if (fault !== undefined) return { kind: 'failed', reason: fault }
    try {
      const { accepted } = await within(options.totalTimeout ?? 15_000, (signal) =>
        transport.sendMail({
          from: options.from,
          to: mail.to,
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: `<${mail.id}@${domain}>`,
          // RFC 3834: nobody's absence notice answers a code. RFC 3282: programs read it aloud in its own language.
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
          signal,
        }),
      )
      breaker.report(true)
      return accepted.length === 1 ? { kind: 'sent' } : { kind: 'failed', reason: 'not accepted' }
    } catch (error) {
      const { sent, reason, isServed } = outcomeOf(error)
      breaker.report(isServed, reason)
      return sent
    }
  }
  return { send, isReady: breaker.admit, close: () => transport.close() }
}
