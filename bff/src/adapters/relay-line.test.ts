import { describe, expect, test } from 'vitest'
import type { BreakerEvent } from '../ports/breaker-event.ts'
import { relayedDirectory as settings, relayPair } from '../testing/relay-pair.ts'
import { relayCalls } from './relay-calls.ts'

const said = { settings, principal: 'ana@corp.example.test', password: 'Directory-1!' }

describe('with a breaker', () => {
  test('after five straight failures the relay is left alone, until it says hello again', async () => {
    let now = 0
    const events: BreakerEvent[] = []
    const breaker = { clock: { now: () => now }, onBreaker: (event: BreakerEvent) => events.push(event) }
    const pair = await relayPair({ breaker })
    let arrived = 0
    const verify = () => pair.line.ask(relayCalls.verifyPassword, said)
    pair.wire = () => {
      arrived += 1
      return Promise.reject(new Error('cut'))
    }
    for (let turn = 0; turn < 5; turn += 1) expect(await verify()).toMatchObject({ asked: true })
    expect(await verify()).toMatchObject({ kind: 'unavailable', asked: false, because: 'left alone' })
    expect(arrived).toBe(5)
    pair.wire = (request, deliver) => deliver(request)
    now += 15_000
    expect(await verify()).toMatchObject({ kind: 'answered' })
    expect(events.map(({ dependency, state }) => `${dependency} ${state}`)).toEqual(['relay open', 'relay closed'])
  })

  test('a directory that is in trouble is no trouble of the relay’s', async () => {
    const events: BreakerEvent[] = []
    const breaker = { clock: { now: () => 0 }, onBreaker: (event: BreakerEvent) => events.push(event) }
    const pair = await relayPair({ breaker })
    pair.neighbours.down.directory = true
    for (let turn = 0; turn < 6; turn += 1) await pair.line.ask(relayCalls.verifyPassword, said)
    expect(events).toEqual([])
  })
})

describe('where a runtime does not tell whether a connection opened', () => {
  test('a relay that does not greet was not asked', async () => {
    const pair = await relayPair({ greet: true })
    pair.wire = () => Promise.reject(new Error('cut'))
    expect(await pair.line.ask(relayCalls.verifyPassword, said)).toMatchObject({ kind: 'unavailable', asked: false })
  })

  test('one that greets and then breaks may have been', async () => {
    const pair = await relayPair({ greet: true })
    const paths: string[] = []
    pair.wire = (request, deliver) => {
      paths.push(new URL(request.url).pathname)
      return paths.length === 1 ? deliver(request) : Promise.reject(new Error('cut'))
    }
    expect(await pair.line.ask(relayCalls.verifyPassword, said)).toMatchObject({ kind: 'unavailable', asked: true })
    expect(paths).toEqual(['/relay/hello', '/relay/directory/verify-password'])
  })
})

test('the relay’s clock is told with its answer', async () => {
  const pair = await relayPair()
  pair.skew.relay = 30_000
  const reply = await pair.line.ask(relayCalls.hello, {})
  expect(reply).toMatchObject({ kind: 'answered', answer: { mail: 'ready' } })
  expect(Math.round((reply.kind === 'answered' ? reply.clock : 0) / 10_000)).toBe(3)
})
