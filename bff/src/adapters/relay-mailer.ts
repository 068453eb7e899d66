import type { Mailer } from '../ports/mailer.ts'
import { relayCalls } from './relay-calls.ts'
import type { RelayLine } from './relay-line.ts'

export type RelayMailer = Mailer & {
  /** Whether a mail may be tried now: not while the relay, or the mail server behind it, is left alone. */
  isReady(): Promise<boolean>
}

/** Mails that the relay hands to its mail server, implementing the port. A lost answer is one more try under the same Message-ID. */
export const createRelayMailer = (line: RelayLine): RelayMailer => {
  let isResting = false
  return {
    send: async (mail) => {
      const reply = await line.ask(relayCalls.sendMail, mail)
      if (reply.kind === 'unavailable') return { kind: 'deferred', reason: `relay: ${reply.because}` }
      isResting = reply.answer.kind === 'resting'
      return reply.answer.kind === 'resting' ? { kind: 'deferred', reason: 'resting' } : reply.answer
    },
    isReady: async () => {
      if (!isResting) return line.admit()
      const reply = await line.ask(relayCalls.hello, {})
      isResting = reply.kind !== 'answered' || reply.answer.mail === 'resting'
      return !isResting
    },
  }
}
