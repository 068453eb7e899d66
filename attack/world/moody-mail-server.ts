import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import type { Identity } from './fault-proxy.ts'

/**
 * How a mail server meets everybody:
 * - `well`: it takes mails
 * - `busy`: it greets with 421 and hangs up
 * - `plain`: it offers no STARTTLS and knows none
 * - `stranger`: it shows a certificate that is another host's
 */
export type Mood = 'well' | 'busy' | 'plain' | 'stranger'

/** What it does with one mail: refuses its recipient, or takes it and never says so. */
export type Whim = 450 | 550 | 'silence'

export type TakenMail = {
  readonly to: string
  readonly subject: string
  /** With its angle brackets. */
  readonly messageId: string
  readonly encrypted: boolean
}

/** A real SMTP server on 127.0.0.1 that is not always in the mood. */
export type MoodyMailServer = {
  readonly port: number
  be(mood: Mood): void
  /** The next `times` mails to somebody. */
  next(to: string, whim: Whim, times: number): void
  /** How often a mail to somebody was offered, taken or not. */
  offers(to: string): number
  /** To somebody, oldest first; those as well that it was silent about. */
  taken(to: string): readonly TakenMail[]
  stop(): Promise<void>
}

const headerIn = (mail: string, name: string): string =>
  new RegExp(`^${name}: (.*)\\r$`, 'im').exec(mail.slice(0, mail.indexOf('\r\n\r\n') + 2))?.[1] ?? ''

const smtpError = (responseCode: number) => Object.assign(new Error('Not now'), { responseCode })

/** `good` is for the name that clients use, `stranger` for another. */
export const startMoodyMailServer = async (identities: {
  readonly good: Identity
  readonly stranger: Identity
}): Promise<MoodyMailServer> => {
  const taken: TakenMail[] = []
  const offered: string[] = []
  const whims = new Map<string, { readonly whim: Whim; times: number }>()
  let mood: Mood = 'well'
  const whimFor = (to: string): Whim | undefined => {
    const due = whims.get(to)
    return due !== undefined && due.times > 0 ? due.whim : undefined
  }
  const played = (to: string): void => {
    const due = whims.get(to)
    if (due !== undefined) due.times -= 1
  }

  const server = new SMTPServer({
    cert: identities.good.certificate,
    key: identities.good.key,
    name: 'localhost',
    disableReverseLookup: true,
    closeTimeout: 1,
    onConnect: (session, done) => {
      session.disabledCommands = mood === 'plain' ? ['AUTH', 'STARTTLS'] : ['AUTH']
      done(mood === 'busy' ? smtpError(421) : null)
    },
    onRcptTo: ({ address }, _session, done) => {
      offered.push(address)
      const whim = whimFor(address)
      if (whim === undefined || whim === 'silence') return done(null)
      played(address)
      done(smtpError(whim))
    },
    onData: (stream, { envelope, secure }, done) => {
      text(stream).then((mail) => {
        const [to = ''] = envelope.rcptTo.map(({ address }) => address)
        const [subject, messageId] = [headerIn(mail, 'Subject'), headerIn(mail, 'Message-ID')]
        taken.push({ to, subject, messageId, encrypted: secure })
        if (whimFor(to) === 'silence') played(to)
        else done()
      }, done)
    },
  })
  // A client that breaks off is no mishap of the server's.
  server.on('error', () => undefined)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port')
  return {
    port: address.port,
    be: (wanted) => {
      mood = wanted
      const { certificate: cert, key } = wanted === 'stranger' ? identities.stranger : identities.good
      server.updateSecureContext({ cert, key })
    },
    next: (to, whim, times) => void whims.set(to, { whim, times }),
    offers: (to) => offered.filter((name) => name === to).length,
    taken: (to) => taken.filter((mail) => mail.to === to),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
