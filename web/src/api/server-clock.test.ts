import { expect, test } from 'vitest'
import { readServerClock, secondsUntil } from './server-clock.ts'

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()
const dateHeader = (at: number): Headers => new Headers({ date: new Date(at).toUTCString() })

test('time is counted by the server’s clock, however wrong the device’s own is', () => {
  readServerClock(dateHeader(Date.now() + 3_600_000))
  expect(secondsUntil(inSeconds(3_600 + 90))).toBeGreaterThanOrEqual(89)
  expect(secondsUntil(inSeconds(3_600 + 90))).toBeLessThanOrEqual(91)
})

test('what is over is over: never less than nothing', () => {
  readServerClock(dateHeader(Date.now()))
  expect(secondsUntil(inSeconds(-5))).toBe(0)
})

test('an answer without its date leaves the clock as it was', () => {
  readServerClock(dateHeader(Date.now() + 60_000))
  readServerClock(new Headers())
  readServerClock(new Headers({ date: 'yesterday' }))
  expect(secondsUntil(inSeconds(120))).toBeLessThanOrEqual(61)
})
