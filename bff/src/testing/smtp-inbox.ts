import { once } from 'node:events'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { portOf } from './port-of.ts'

/** A mail that the server took: its envelope's recipients and its parsed text. */
export type InboxMail = { readonly recipients: readonly string[]; readonly parsed: ParsedMail }

export type InboxBehaviour = {
  /** What the server says to the recipient, and after the text; `silence` never answers. */
  readonly recipient?: number | 'silence'
  readonly data?: number | 'silence' | 'hang-up'
  /** Only to this address; to every one where absent. */
  readonly towards?: string
}

export type SmtpInbox = {
  readonly port: number
  readonly mails: InboxMail[]
  behaviour: InboxBehaviour
  /** Connections that were ever opened. */
  readonly connections: () => number
  stop(): Promise<void>
}

const refusal = (responseCode: number): Error => Object.assign(new Error('refused by the test'), { responseCode })

/** A real SMTP server on loopback that keeps what it takes, and misbehaves on demand. */
export const startSmtpInbox = async (options: SMTPServerOptions): Promise<SmtpInbox> => {
  const mails: InboxMail[] = []
  let connections = 0
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onConnect: (_session, done) => {
      connections += 1
      done()
    },
    onRcptTo: ({ address }, _session, done) => {
      const { recipient } = behaviourTo(address)
      if (recipient !== 'silence') done(recipient === undefined ? null : refusal(recipient))
    },
    onData: (stream, session, done) => {
      // As it stood when the text began: one that fails hangs up on every mail, and reads of some only after that.
      const { data } = behaviourTo(session.envelope.rcptTo[0]?.address)
      void simpleParser(stream).then((parsed) => {
        if (data === 'silence') return
        if (data === 'hang-up') return closeAll()
        if (data !== undefined) return done(refusal(data))
        mails.push({ recipients: session.envelope.rcptTo.map(({ address }) => address), parsed })
        done()
      })
    },
    ...options,
  })
  const behaviourTo = (address: string | undefined): InboxBehaviour => {
    const { towards = address, ...behaviour } = inbox.behaviour
    return towards === address ? behaviour : {}
  }
  const closeAll = (): void => server.connections.forEach((connection) => connection.close())
  // A client that does not trust us breaks off: no mishap of the server's.
  server.on('error', () => undefined)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const port = portOf(listening)
  const inbox: SmtpInbox = {
    port,
    mails,
    behaviour: {},
    connections: () => connections,
    stop: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      closeAll()
      return closed
    },
  }
  return inbox
}
