import { beforeEach, describe, expect, test } from 'vitest'
import { createKeys, generateKeys } from '../adapters/keys.ts'
import { systemChance } from '../adapters/system.ts'
import type { OutboxItem } from '../ports/enrollment-store.ts'
import type { Mail, Sent } from '../ports/mailer.ts'
import { sendDue } from './send-outbox.ts'

const keys = await createKeys(generateKeys())
const mail: Mail = {
  id: 'mail-1',
  to: { name: '', address: 'ana@corp.example.test' },
  language: 'de',
  subject: 's',
  text: 't',
  html: 'h',
}
const second = 1_000
const minute = 60 * second

let due: OutboxItem[]
let reports: (readonly unknown[])[]
let sending: Mail[]
let says: Sent
let drawn: (below: number) => number
let ready: boolean
let asked: number[]

beforeEach(async () => {
  due = [{ id: 'mail-1', sealed: await keys.seal(JSON.stringify(mail)), attempt: 1 }]
  reports = []
  sending = []
  says = { kind: 'sent' }
  drawn = () => 0
  ready = true
  asked = []
})

const turn = async (attempt = 1, most = 5) => {
  due = due.map((item) => ({ ...item, attempt }))
  const started = await sendDue(
    {
      outbox: {
        due: async (upTo) => {
          asked.push(upTo)
          return due.splice(0, upTo)
        },
        giveUp: async () => expect.unreachable('that is not for whoever sends'),
        sent: async (id) => void reports.push(['sent', id]),
        deferred: async (id, delay, reason) => void reports.push(['deferred', id, delay, reason]),
        failed: async (id, reason) => void reports.push(['failed', id, reason]),
      },
      mailer: {
        send: async (one) => {
          sending.push(one)
          return says
        },
      },
      keys,
      chance: { ...systemChance, number: (below) => drawn(below) },
      isReady: async () => ready,
    },
    most,
  )
  return Promise.all(started)
}

test('a mail that is due is opened, sent and reported', async () => {
  expect(await turn()).toEqual([{ id: 'mail-1', attempt: 1, outcome: 'sent' }])
  expect(sending).toEqual([mail])
  expect(reports).toEqual([['sent', 'mail-1']])
})

test('with nothing due nothing is sent', async () => {
  due = []
  expect(await turn()).toEqual([])
  expect(sending).toEqual([])
})

test('no more are taken than there are slots free', async () => {
  due = [...due, ...due, ...due]
  expect(await turn(1, 2)).toHaveLength(2)
  expect(due).toHaveLength(1)
})

test('while the mail server is left alone the outbox is not asked', async () => {
  ready = false
  expect(await turn()).toEqual([])
  expect({ taken: asked, left: due.length, sending }).toEqual({ taken: [], left: 1, sending: [] })
})

describe('a deferred mail', () => {
  beforeEach(() => {
    says = { kind: 'deferred', reason: 'EENVELOPE 450' }
  })

  test.each([
    [1, 5 * second],
    [2, 20 * second],
    [3, 60 * second],
    [4, 60 * second],
    [6, 60 * second],
  ])('is tried again after try %d in %d ms', async (attempt, wait) => {
    expect(await turn(attempt)).toEqual([{ id: 'mail-1', attempt, outcome: 'deferred', reason: 'EENVELOPE 450' }])
    expect(reports).toEqual([['deferred', 'mail-1', wait, 'EENVELOPE 450']])
  })

  test('has failed when five minutes are over, whatever the jitter', async () => {
    drawn = (below) => below - 1
    let waited = 0
    for (let attempt = 1; ; attempt += 1) {
      due = [{ id: 'mail-1', sealed: await keys.seal(JSON.stringify(mail)), attempt }]
      reports = []
      await turn(attempt)
      const [[outcome, , delay] = []] = reports
      if (outcome === 'failed') break
      waited += Number(delay)
    }
    expect(waited).toBeGreaterThan(4 * minute)
    expect(waited).toBeLessThanOrEqual(5 * minute)
  })

  test('waits up to a tenth longer, so that instances do not knock together', async () => {
    drawn = (below) => below - 1
    await turn(2)
    expect(reports).toEqual([['deferred', 'mail-1', 22 * second - 1, 'EENVELOPE 450']])
  })
})

test('a refused mail is not tried again', async () => {
  says = { kind: 'failed', reason: 'EENVELOPE 550' }
  expect(await turn()).toEqual([{ id: 'mail-1', attempt: 1, outcome: 'failed', reason: 'EENVELOPE 550' }])
  expect(reports).toEqual([['failed', 'mail-1', 'EENVELOPE 550']])
})

test('a mail that cannot be opened fails and holds up no other', async () => {
  due.unshift({ id: 'mail-0', sealed: 'sealed by nobody', attempt: 1 })
  const deliveries = await turn()
  expect(deliveries.map(({ outcome }) => outcome)).toEqual(['failed', 'sent'])
  expect(reports).toContainEqual(['failed', 'mail-0', 'unreadable'])
})

test('what is told of a mail has neither its text nor its address', async () => {
  says = { kind: 'failed', reason: 'EENVELOPE 550' }
  expect(JSON.stringify(await turn())).not.toMatch(/ana@|"t"|"h"/)
})
