import { expect, test } from 'vitest'
import type { BffProcess } from './bff-process.ts'
import { supervise, together } from './supervisor.ts'

/** A portal that runs until it is told otherwise; `crash` ends it unasked. */
const fakePortal = () => {
  const launches: number[] = []
  const ends: string[] = []
  let failures = 0
  let crash: (how: string) => void = () => undefined
  const launch = async (clockOffset: number): Promise<BffProcess> => {
    launches.push(clockOffset)
    if (failures > 0) {
      failures -= 1
      throw new Error('no luck')
    }
    const { promise, resolve } = Promise.withResolvers<string>()
    crash = resolve
    return {
      pid: launches.length,
      ended: promise,
      end: async (signal) => {
        ends.push(signal)
        resolve(signal)
      },
    }
  }
  return {
    launches,
    ends,
    launch,
    crash: () => crash('code 1'),
    failNext: (times: number) => {
      failures = times
    },
  }
}

test('a first start that fails is the caller’s to tell', async () => {
  const portal = fakePortal()
  portal.failNext(1)
  await expect(supervise(portal.launch, 0, () => undefined)).rejects.toThrow('no luck')
})

test('a restart keeps the clock that was set, until another is', async () => {
  const portal = fakePortal()
  const supervisor = await supervise(portal.launch, 5, () => undefined)
  await supervisor.restart()
  await supervisor.restart({ signal: 'SIGKILL', clockOffset: 7 })
  await supervisor.restart()
  expect(portal.launches).toEqual([5, 5, 7, 7])
  expect(portal.ends).toEqual(['SIGTERM', 'SIGKILL', 'SIGTERM'])
})

test('what was asked for is no crash', async () => {
  const reports: string[] = []
  const portal = fakePortal()
  const supervisor = await supervise(portal.launch, 0, (line) => void reports.push(line))
  await supervisor.restart({ signal: 'SIGKILL' })
  await supervisor.stop()
  expect(reports).toEqual([])
  expect(portal.launches).toHaveLength(2)
})

test('after a crash it tries until the portal runs', async () => {
  const reports: string[] = []
  const portal = fakePortal()
  const supervisor = await supervise(portal.launch, 3, (line) => void reports.push(line))
  portal.failNext(1)
  portal.crash()
  await expect
    .poll(() => reports, { timeout: 5000 })
    .toEqual([
      'The portal ended unasked (code 1); it is being started again.',
      'no luck',
      'The portal is running again.',
    ])
  expect(portal.launches).toEqual([3, 3, 3])
  expect(supervisor.pid).toBe(3)
})

test('a stop during a recovery starts nothing more', async () => {
  const portal = fakePortal()
  const reported = Promise.withResolvers<void>()
  const supervisor = await supervise(portal.launch, 0, () => reported.resolve())
  portal.crash()
  await reported.promise
  await supervisor.stop()
  expect(portal.launches).toHaveLength(1)
})

test('several are restarted one after the other, all with the same clock, and stopped together', async () => {
  const order: string[] = []
  const named = (name: string) => ({
    pid: name === 'one' ? 1 : 2,
    restart: async ({ clockOffset = 0 } = {}) => {
      order.push(`${name} ends`)
      await Promise.resolve()
      order.push(`${name} is back at ${clockOffset}`)
    },
    stop: async () => void order.push(`${name} stops`),
  })
  const both = together([named('one'), named('two')])
  expect(both.pid).toBe(1)
  await both.restart({ clockOffset: 7 })
  await both.stop()
  expect(order).toEqual(['one ends', 'one is back at 7', 'two ends', 'two is back at 7', 'one stops', 'two stops'])
})
