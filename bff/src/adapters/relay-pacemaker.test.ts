import { describe, expect, test } from 'vitest'
import type { Asked } from './relay-client.ts'
import { startPacemaker } from './relay-pacemaker.ts'
import { systemChance } from './system.ts'

const tended = (mails: number, more: boolean): Asked => ({ kind: 'answered', answer: { mails, more }, clock: 0 })
const silent: Asked = { kind: 'lost', because: 'TimeoutError' }

/** What the pacemaker asked and how long it waited after each answer, until those given are used up. */
const beats = async (answers: readonly Asked[], perBeat = 0) => {
  let now = 0
  const [asked, waits, told]: [unknown[], number[], unknown[]] = [[], [], []]
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const pacemaker = startPacemaker({
    ask: async (path, said) => {
      asked.push({ path, ...Object(said) })
      now += perBeat
      return answers[asked.length - 1] ?? silent
    },
    clock: { now: () => now },
    chance: { ...systemChance, number: (below) => below - 1 },
    log: (event) => told.push(event),
    pause: async (ms, signal) => {
      waits.push(ms)
      if (waits.length < answers.length) return
      resolve()
      await new Promise<void>((done) => signal.addEventListener('abort', () => done()))
    },
  })
  await over
  await pacemaker.stop()
  return { asked, waits, told }
}

describe('the portal is called upon', () => {
  test('every few seconds, and at once while it has more to do', async () => {
    const { asked, waits } = await beats([tended(0, false), tended(40, true), tended(3, false)])
    expect(waits).toEqual([2_999, 0, 2_999])
    expect(asked).toEqual([
      { path: '/api/relay/tend', upkeep: true },
      { path: '/api/relay/tend', upkeep: false },
      { path: '/api/relay/tend', upkeep: false },
    ])
  })

  test('ever more seldom while it is silent, a minute apart at most; both are told once', async () => {
    const { waits, told } = await beats([...Array.from({ length: 7 }, () => silent), tended(0, false), silent])
    expect(waits.slice(0, 7)).toEqual([3_999, 7_999, 15_999, 31_999, 59_999, 59_999, 59_999])
    expect(waits.slice(7)).toEqual([2_999, 3_999])
    expect(told).toEqual([
      { portal: 'is silent', because: 'TimeoutError' },
      { portal: 'answers' },
      { portal: 'is silent', because: 'TimeoutError' },
    ])
  })

  test('to drop what is past its use every five minutes, and again where that was not answered', async () => {
    const answers = [silent, ...Array.from({ length: 4 }, () => tended(0, false))]
    const { asked } = await beats(answers, 150_000)
    expect(asked.map((said) => Object(said).upkeep)).toEqual([true, true, false, false, true])
  })

  test('whose answer has another shape is taken for silent', async () => {
    const { told } = await beats([{ kind: 'answered', answer: {}, clock: 0 }])
    expect(told).toEqual([{ portal: 'is silent', because: 'another shape' }])
  })
})
