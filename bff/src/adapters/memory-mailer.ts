import type { Mailer } from '../ports/mailer.ts'
import { mailFault } from './mail-fault.ts'
import type { MemoryWorld } from './memory-world.ts'

/** A mail server in memory: what it took is `world.mails`, newest first. */
export const createMemoryMailer = (world: MemoryWorld): Mailer => ({
  send: async (mail) => {
    const fault = mailFault(mail)
    if (fault !== undefined) return { kind: 'failed', reason: fault }
    if (world.down.mailer) return { kind: 'deferred', reason: 'down' }
    if (world.refusedAddresses.has(mail.to.address)) return { kind: 'failed', reason: '550' }
    world.mails.unshift(mail)
    return { kind: 'sent' }
  },
})
