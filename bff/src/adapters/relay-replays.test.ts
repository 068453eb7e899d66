import { expect, test } from 'vitest'
import { createReplays } from './relay-replays.ts'

test('a request is known for its time, and then forgotten', () => {
  let now = 0
  const { see } = createReplays({ now: () => now }, 100)
  expect(see('a')).toBe('fresh')
  now = 99
  expect(see('a')).toBe('replayed')
  now = 100
  expect(see('a')).toBe('fresh')
})

test('when nothing more can be remembered nothing more is let in, and what is known stays known', () => {
  let now = 0
  const { see } = createReplays({ now: () => now }, 100, 2)
  expect([see('a'), see('b'), see('c'), see('a')]).toEqual(['fresh', 'fresh', 'full', 'replayed'])
  now = 100
  expect(see('c')).toBe('fresh')
})
