import type { Step } from '@muster/shared/step'
import { expect, test } from 'vitest'
import { createJournal } from './journal.ts'

const common: Omit<Extract<Step, { kind: 'expired' }>, 'kind' | 'factors'> = {
  reference: 'AAAA-BBBB',
  account: { id: 'new-ad-2', name: 'Example' },
  workflow: 'new',
  progress: { at: 1, of: 3, asks: ['name', 'password', 'device'] },
  expiresAt: '2026-11-24T09:00:00.000Z',
}
const nothing = { counted: 0, proven: [] }
const password: Step = { ...common, kind: 'password', factors: nothing, username: 'ana', domain: 'corp.example.test' }
const proven: Step['factors'] = { counted: 1, proven: ['password'] }
const device: Step = { ...common, kind: 'device', factors: proven, username: 'ana', domain: 'd', platforms: ['ios'] }
const enrolled = (id: string): Step => ({
  ...common,
  kind: 'enrolled',
  factors: proven,
  device: { id, platform: 'ios', name: 'Phone', registeredAt: common.expiresAt },
  handOff: { kind: 'link', url: 'https://mdm.example.test/' },
})

test('the furthest step of each enrollment is kept, with what was proven and the device', () => {
  const journal = createJournal()
  for (const step of [password, device, enrolled('one'), enrolled('one')]) journal.acknowledge(step, performance.now())
  journal.wrongCode('AAAA-BBBB')
  journal.takenTokens('AAAA-BBBB', ['a', 'b'])
  journal.wrongCode('nobody’s')
  expect(journal.entries()).toEqual([
    {
      reference: 'AAAA-BBBB',
      furthest: 'enrolled',
      at: expect.any(Number),
      proven: ['password'],
      deviceId: 'one',
      wrongCodes: 1,
      tokens: ['a', 'b'],
      left: false,
    },
  ])
  expect(journal.complaints).toEqual([])
})

test.each([
  ['an earlier step', [device, password], ['AAAA-BBBB was device (password), now password ()']],
  ['another device', [enrolled('one'), enrolled('two')], ['AAAA-BBBB has two devices, one and two']],
])('%s than was acknowledged is complained of', (_, steps, complaints) => {
  const journal = createJournal()
  for (const step of steps) journal.acknowledge(step, performance.now())
  expect(journal.complaints).toEqual(complaints)
})

test('an answer that was overtaken by a later one is none that takes anything back', () => {
  const journal = createJournal()
  const asked = performance.now() - 1
  journal.acknowledge(enrolled('one'), asked)
  journal.acknowledge(device, asked)
  expect(journal.complaints).toEqual([])
  expect(journal.entries()).toMatchObject([{ furthest: 'enrolled', proven: ['password'], deviceId: 'one' }])
})
