import { expect, test } from 'vitest'
import { seldom } from './seldom.ts'

test('the first is told at once, those after it together, each kind by itself', () => {
  let now = 0
  const told: string[] = []
  const happened = seldom({ now: () => now }, 100, (what, times) => told.push(`${what} × ${times}`))
  for (const what of ['a', 'a', 'b', 'a']) happened(what)
  expect(told).toEqual(['a × 1', 'b × 1'])
  now = 100
  happened('a')
  expect(told.slice(2)).toEqual(['a × 3'])
})
