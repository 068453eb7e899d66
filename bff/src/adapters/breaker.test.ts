import { beforeEach, describe, expect, test } from 'vitest'
import { type Breaker, createBreaker } from './breaker.ts'

const second = 1_000

let now: number
let changes: string[]
let probes: number
let back: () => Promise<boolean>
let breaker: Breaker

beforeEach(() => {
  now = 1_234_567
  changes = []
  probes = 0
  back = async () => true
  breaker = createBreaker({
    clock: { now: () => now },
    probe: () => {
      probes += 1
      return back()
    },
    onChange: (state, because) => changes.push(`${state}: ${because}`),
  })
})

const fail = (times = 1) => {
  for (let index = 0; index < times; index += 1) breaker.report(false, 'ECONNREFUSED')
}
const succeed = (times = 1) => {
  for (let index = 0; index < times; index += 1) breaker.report(true)
}

describe('opens', () => {
  test('at the fifth failure in a row, not at the fourth, and says why', async () => {
    fail(4)
    expect(breaker.isShut()).toBe(false)
    expect(await breaker.admit()).toBe(true)
    fail()
    expect(breaker.isShut()).toBe(true)
    expect(await breaker.admit()).toBe(false)
    expect(changes).toEqual(['open: ECONNREFUSED'])
  })

  test('not where a success lies between', () => {
    for (let index = 0; index < 2; index += 1) {
      fail(4)
      succeed(5)
    }
    expect(changes).toEqual([])
  })

  test('when half of at least twenty calls within 30 seconds failed', () => {
    for (let index = 0; index < 9; index += 1) {
      fail()
      succeed()
    }
    succeed()
    expect(changes).toEqual([])
    fail()
    expect(changes).toEqual(['open: ECONNREFUSED'])
  })

  test('not when fewer than half failed', () => {
    succeed(2)
    for (let index = 0; index < 50; index += 1) {
      succeed()
      fail()
    }
    expect(changes).toEqual([])
  })

  test('not for calls that are longer ago', () => {
    for (let index = 0; index < 9; index += 1) {
      fail()
      succeed()
    }
    succeed()
    now += 30 * second
    fail()
    expect(changes).toEqual([])
  })

  test('however long nobody called in between', () => {
    succeed(100)
    now += 3_600 * second
    for (let index = 0; index < 10; index += 1) {
      succeed()
      fail()
    }
    expect(changes).toEqual(['open: ECONNREFUSED'])
  })
})

describe('once open', () => {
  beforeEach(() => fail(5))

  test('nobody is let through for 15 seconds, and nothing is probed', async () => {
    now += 15 * second - 1
    expect(breaker.isShut()).toBe(true)
    expect(await breaker.admit()).toBe(false)
    expect(probes).toBe(0)
  })

  test('then one probe decides for all who come meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    back = () => promise
    now += 15 * second
    const many = Promise.all(Array.from({ length: 20 }, () => breaker.admit()))
    expect(breaker.isShut()).toBe(false)
    resolve(true)
    expect(new Set(await many)).toEqual(new Set([true]))
    expect(probes).toBe(1)
    expect(changes).toEqual(['open: ECONNREFUSED', 'closed: the probe was answered'])
  })

  test.each<[string, () => Promise<boolean>]>([
    ['answers no', async () => false],
    ['throws', () => Promise.reject(new Error('still down'))],
  ])('a probe that %s keeps it open for another 15 seconds, without a second event', async (_what, answer) => {
    back = answer
    now += 15 * second
    expect(await breaker.admit()).toBe(false)
    now += 15 * second - 1
    expect(await breaker.admit()).toBe(false)
    expect(probes).toBe(1)
    now += 1
    expect(await breaker.admit()).toBe(false)
    expect(probes).toBe(2)
    expect(changes).toEqual(['open: ECONNREFUSED'])
  })

  test('a late word on a call that began before neither closes it nor holds it open', async () => {
    succeed()
    expect(await breaker.admit()).toBe(false)
    now += 14 * second
    fail(9)
    now += second
    expect(await breaker.admit()).toBe(true)
  })

  test('discarded it is told as closed once, whatever its last calls come to', async () => {
    breaker.discard('the settings have changed')
    now += 15 * second
    await breaker.admit()
    fail(5)
    expect(changes).toEqual(['open: ECONNREFUSED', 'closed: the settings have changed'])
  })

  test('closed again it starts from nothing', async () => {
    now += 15 * second
    expect(await breaker.admit()).toBe(true)
    fail(4)
    expect(breaker.isShut()).toBe(false)
    fail()
    expect(breaker.isShut()).toBe(true)
  })
})
