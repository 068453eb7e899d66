import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LimitName, limits } from '../domain/limits.ts'
import { arrivalAfter, pacesOf, limitVerdictFor, verdictFor, waitFor } from './gcra.ts'

const names = Object.keys(limits).filter((name): name is LimitName => name in limits)

test('each name counts once, in one order whatever the caller’s', () => {
  expect(pacesOf(['codes-sent-per-hour', 'codes-sent-per-day', 'codes-sent-per-hour']).map(({ name }) => name)).toEqual(
    ['codes-sent-per-day', 'codes-sent-per-hour'],
  )
})

test('a rate that the deployment sets takes the place of the table’s, for that limit alone', () => {
  const two = ['start-per-address-minute', 'identity-per-address-minute'] as const
  const interval = (factor: number) =>
    pacesOf(two, factor, { 'start-per-address-minute': 40 }).map((pace) => [pace.name, pace.interval])
  expect(interval(1)).toEqual([
    ['identity-per-address-minute', 1000],
    ['start-per-address-minute', 1500],
  ])
  expect(interval(2)).toEqual([
    ['identity-per-address-minute', 500],
    ['start-per-address-minute', 750],
  ])
})

test('whatever the rhythm, no window holds more than twice the allowance, and every wait is as long as was said', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom(1, 7, 100),
      fc.array(fc.nat(200_000), { maxLength: 200 }),
      (name, factor, gaps) => {
        const [pace] = pacesOf([name], factor)
        if (pace === undefined) throw new Error('no pace')
        const passed: number[] = []
        let arrival = 0
        let now = 1_000_000
        for (const gap of gaps) {
          now += gap
          const wait = waitFor(pace, arrival, now)
          expect(waitFor(pace, arrival, now + Math.max(0, wait))).toBeLessThanOrEqual(0)
          if (wait > 0) continue
          arrival = arrivalAfter(pace, arrival, now)
          passed.push(now)
        }
        const allowed = limits[name].rate * factor
        const most = Math.max(
          0,
          ...passed.map((from) => passed.filter((at) => at >= from && at < from + pace.per).length),
        )
        expect(most).toBeLessThanOrEqual(2 * allowed)
      },
    ),
  )
})

test('the longest wait decides, in whole seconds and at least one', () => {
  expect(verdictFor([])).toEqual({ ok: true })
  expect(verdictFor([-5, 0])).toEqual({ ok: true })
  expect(verdictFor([1, -5])).toEqual({ ok: false, retryAfter: 1 })
  expect(verdictFor([1001, 900])).toEqual({ ok: false, retryAfter: 2 })
})

test('of several limits the one with the longest wait is named', () => {
  const [minute, hour] = [{ limit: 'start-per-address-minute' }, { limit: 'start-per-address-hour' }] as const
  expect(limitVerdictFor([])).toEqual({ ok: true })
  expect(limitVerdictFor([{ ...minute, wait: -1 }])).toEqual({ ok: true })
  expect(
    limitVerdictFor([
      { ...minute, wait: 900 },
      { ...hour, wait: 1001 },
    ]),
  ).toEqual({ ok: false, retryAfter: 2, limit: 'start-per-address-hour' })
})
