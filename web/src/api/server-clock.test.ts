import { expect, test } from 'vitest'
import { readServerClock, secondsUntil } from './server-clock.ts'

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()
const dateHeader = (at: number): Headers => new Headers({ date: new Date(at).toUTCString() })

test('time is counted by the server’s clock, however wrong the device’s own is', () => {
  readServerClock(dateHeader(Date.now() + 3_600_000), Date.now())
  expect(secondsUntil(inSeconds(3_600 + 90))).toBeGreaterThanOrEqual(89)
  expect(secondsUntil(inSeconds(3_600 + 90))).toBeLessThanOrEqual(91)
})

test('what is over is over: never less than nothing', () => {
  readServerClock(dateHeader(Date.now()), Date.now())
  expect(secondsUntil(inSeconds(-5))).toBe(0)
})

test('an answer without its date leaves the clock as it was', () => {
  readServerClock(dateHeader(Date.now() + 60_000), Date.now())
  readServerClock(new Headers(), Date.now())
  readServerClock(new Headers({ date: 'yesterday' }), Date.now())
  expect(secondsUntil(inSeconds(120))).toBeLessThanOrEqual(61)
})

test('an answer that is read long after it came tells the time at which it came', () => {
  const cameAt = Date.now() - 20_000
  readServerClock(dateHeader(cameAt), cameAt)
  expect(secondsUntil(inSeconds(60))).toBeGreaterThanOrEqual(59)
})
