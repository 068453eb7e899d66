import { describe } from 'vitest'
import { mailerSuite } from '../ports/mailer.suite.ts'
import { createMemoryNeighbours } from './memory-neighbours.ts'

describe('in memory', () => {
  mailerSuite(async () => {
    const { mailer, mails, refusedAddresses, down } = createMemoryNeighbours([])
    return {
      mailer,
      received: async () =>
        mails.toReversed().map(({ to, ...mail }) => ({
          to: [to.address],
          language: mail.language,
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
        })),
      behave: (how) => {
        down.mailer = how === 'cannot be reached'
        if (how === 'refuses') refusedAddresses.add('ana@corp.example.test')
        else refusedAddresses.clear()
      },
    }
  })
})
