import { expect, test } from 'vitest'
import { clockTime } from './format.ts'

const hours = (words: { hours: number; minutes: number }) => `${words.hours} h ${words.minutes} min`

test.each([
  [0, '0:00'],
  [9, '0:09'],
  [75, '1:15'],
  [3599, '59:59'],
  [3600, '1 h 0 min'],
  [3661, '1 h 2 min'],
  [30_000, '8 h 20 min'],
])('%d seconds show as %s', (seconds, shown) => {
  expect(clockTime(seconds, hours, 'en')).toBe(shown)
})
