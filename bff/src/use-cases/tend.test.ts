import { beforeEach, expect, test } from 'vitest'
import { createKeys, generateKeys } from '../adapters/keys.ts'
import { createMemoryNeighbours } from '../adapters/memory-neighbours.ts'
import { systemChance } from '../adapters/system.ts'
import { aMail } from '../ports/mailer.suite.ts'
import { tend, type TendPorts } from './tend.ts'

const keys = await createKeys(generateKeys())
const sealed = await keys.seal(JSON.stringify(aMail()))

let waiting: number
let unsealed: number
let pruned: number
let givenUp: number
let noneIsGivenUp: Error | undefined
let outcomes: string[]
let ready: boolean
beforeEach(() => {
  waiting = unsealed = pruned = givenUp = 0
  noneIsGivenUp = undefined
  outcomes = []
  ready = true
})

const run = (upkeep = false) => {
  const ports: TendPorts = {
    outbox: {
      due: async (most) => {
        const taken = Math.min(most, waiting)
        waiting -= taken
        return Array.from({ length: taken }, (_, index) => ({ id: `mail-${index}`, sealed, attempt: 1 }))
      },
      giveUp: async () => {
        givenUp += 1
        if (noneIsGivenUp !== undefined) throw noneIsGivenUp
      },
      sent: async () => undefined,
      deferred: async () => undefined,
      failed: async () => undefined,
    },
    mailer: createMemoryNeighbours([]).mailer,
    keys,
    chance: systemChance,
    isReady: async () => ready,
    seal: async (most) => {
      const now = Math.min(most, unsealed)
      unsealed -= now
      return now
    },
    prune: async (signal) => {
      expect(signal.aborted).toBe(false)
      pruned += 1
    },
    told: ({ outcome }) => outcomes.push(outcome),
  }
  return tend(ports, upkeep)
}

test('sends all that is due, in batches, and tells of each', async () => {
  waiting = 12
  expect(await run()).toEqual({ mails: 12, more: false })
  expect(outcomes).toEqual(Array.from({ length: 12 }, () => 'sent'))
})

test('stops after forty and says that there is more', async () => {
  waiting = 45
  expect(await run()).toEqual({ mails: 40, more: true })
  expect(await run()).toEqual({ mails: 5, more: false })
})

test('seals the audit, at most a thousand lines at once', async () => {
  unsealed = 1_300
  expect(await run()).toEqual({ mails: 0, more: true })
  expect(unsealed).toBe(300)
  expect(await run()).toEqual({ mails: 0, more: false })
  expect(unsealed).toBe(0)
})

test('drops what is past its use when it is told to', async () => {
  await run()
  expect(pruned).toBe(0)
  await run(true)
  expect(pruned).toBe(1)
})

test('mails go out and are sealed also while none can be given up', async () => {
  noneIsGivenUp = new Error('the store is busy')
  waiting = 3
  unsealed = 2
  await expect(run()).rejects.toThrow('the store is busy')
  expect({ outcomes, unsealed }).toEqual({ outcomes: ['sent', 'sent', 'sent'], unsealed: 0 })
})

test('no mail is tried while the mail server is left alone, and what is past its use is given up all the same', async () => {
  ready = false
  waiting = 3
  expect(await run()).toEqual({ mails: 0, more: false })
  expect({ waiting, givenUp }).toEqual({ waiting: 3, givenUp: 1 })
})
