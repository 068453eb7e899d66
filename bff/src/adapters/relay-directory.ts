import type { Directory } from '../ports/directory.ts'
import { relayCalls } from './relay-calls.ts'
import type { RelayLine } from './relay-line.ts'

/** Directories that the relay asks, implementing the port. No password is sent a second time. */
export const createRelayDirectory = (line: RelayLine): Directory => ({
  verifyPassword: async (settings, principal, password) => {
    const reply = await line.ask(relayCalls.verifyPassword, { settings, principal, password: password.reveal() })
    return reply.kind === 'answered' ? reply.answer : { kind: 'unavailable', asked: reply.asked }
  },
  changePassword: async (settings, principal, old, fresh) => {
    const said = { settings, principal, old: old.reveal(), fresh: fresh.reveal() }
    const reply = await line.ask(relayCalls.changePassword, said)
    if (reply.kind === 'answered') return reply.answer
    // It may have been made: nobody is told that it was not.
    return reply.asked ? { kind: 'unconfirmed' } : { kind: 'unavailable', asked: false }
  },
})
