import { describe, expect, test } from 'vitest'
import { withFloor } from './response-floor.ts'

const timed = async (work: Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work
  return performance.now() - started
}

describe('the response floor', () => {
  test('holds an answer until its time, with a random part on top', async () => {
    // A timer may fire a fraction of a millisecond early.
    expect(await timed(withFloor(40, 20, 0, async () => 'known'))).toBeGreaterThanOrEqual(39)
    expect(await timed(withFloor(40, 20, 1, async () => 'unknown'))).toBeGreaterThanOrEqual(59)
  })

  test('gives the answer unchanged', async () => {
    expect(await withFloor(0, 0, 0, async () => 'answer')).toBe('answer')
  })

  test('hides no failure', async () => {
    await expect(withFloor(0, 0, 0, () => Promise.reject(new Error('bug')))).rejects.toThrow('bug')
  })
})
