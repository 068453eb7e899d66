import { expect, test } from 'vitest'
import { moment, timeLeft } from './format-later.ts'

test('time is told in whole minutes, and in seconds when few are left', () => {
  const sentences = {
    minutes: ({ count }: { count: number }) => `${count} min`,
    seconds: ({ count }: { count: number }) => `${count} s`,
  }
  expect([601, 90, 89].map((seconds) => timeLeft(seconds, sentences))).toEqual(['10 min', '2 min', '89 s'])
})

test('a moment is written as its language writes it', () => {
  const iso = new Date(2026, 10, 24, 9, 5).toISOString()
  expect(moment(iso, 'en')).toBe('November 24, 2026 at 9:05 AM')
  expect(moment(iso, 'de')).toBe('24. November 2026 um 09:05')
})
