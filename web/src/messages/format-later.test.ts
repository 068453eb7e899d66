import { expect, test } from 'vitest'
import { minutesLeft, plural } from './format-later.ts'

test('time is told in whole minutes, and in seconds when few are left', () => {
  expect(minutesLeft(601)).toBe('10 minutes')
  expect(minutesLeft(90)).toBe('2 minutes')
  expect(minutesLeft(89)).toBe('89 seconds')
})

test('one is singular, all else is plural', () => {
  const tries = { one: '1 try', other: (count: number) => `${count} tries` }
  expect([0, 1, 2].map((count) => plural(count, tries))).toEqual(['0 tries', '1 try', '2 tries'])
})
