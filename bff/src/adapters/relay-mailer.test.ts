import { describe, expect, test } from 'vitest'
import { aMail, mailerSuite } from '../ports/mailer.suite.ts'
import { relayPair } from '../testing/relay-pair.ts'
import { createRelayMailer } from './relay-mailer.ts'

describe('through the relay', () => {
  mailerSuite(async () => {
    const { line, neighbours } = await relayPair()
    const { mails, refusedAddresses, down } = neighbours
    return {
      mailer: createRelayMailer(line),
      received: async () => mails.toReversed().map(({ to, id: _, ...mail }) => ({ ...mail, to: [to.address] })),
      behave: (how) => {
        down.mailer = how === 'cannot be reached'
        if (how === 'refuses') refusedAddresses.add('ana@corp.example.test')
        else refusedAddresses.clear()
      },
    }
  })

  test('the same mail keeps its identifier, from which the Message-ID is made', async () => {
    const { line, neighbours } = await relayPair()
    await createRelayMailer(line).send(aMail({ id: 'mail-7' }))
    expect(neighbours.mails.map(({ id }) => id)).toEqual(['mail-7'])
  })

  test('while the mail server is left alone no mail is tried, and the relay is asked when that is over', async () => {
    const { line, mail, neighbours } = await relayPair()
    const mailer = createRelayMailer(line)
    expect(await mailer.isReady()).toBe(true)
    mail.isReady = false
    expect(await mailer.send(aMail())).toEqual({ kind: 'deferred', reason: 'resting' })
    expect(await mailer.isReady()).toBe(false)
    mail.isReady = true
    expect(await mailer.isReady()).toBe(true)
    expect(await mailer.send(aMail())).toEqual({ kind: 'sent' })
    expect(neighbours.mails).toHaveLength(1)
  })

  test('a relay that is not there is worth another try', async () => {
    const pair = await relayPair()
    pair.wire = () => Promise.reject(new Error('refused'))
    expect(await createRelayMailer(pair.line).send(aMail())).toEqual({
      kind: 'deferred',
      reason: 'relay: no connection',
    })
  })
})
