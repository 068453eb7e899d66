import { isSafeAddress } from '../domain/mail-address.ts'
import type { Mailer } from '../ports/mailer.ts'
import type { MemoryWorld } from './memory-neighbours.ts'

/** A mail server in memory: what it took is `world.mails`, newest first. */
export const createMemoryMailer = (world: MemoryWorld): Mailer => ({
  send: async (mail) => {
    const { address } = mail.to
    if (!isSafeAddress(address)) return { kind: 'failed', reason: 'unsafe address' }
    if (world.down.mailer) return { kind: 'deferred', reason: 'down' }
    if (world.refusedAddresses.has(address)) return { kind: 'failed', reason: '550' }
    world.mails.unshift(mail)
    return { kind: 'sent' }
  },
})
