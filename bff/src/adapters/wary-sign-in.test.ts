import { beforeEach, describe, expect, test } from 'vitest'
import { createWary, type SignedIn, type Wary } from './wary-sign-in.ts'

const window = 60_000
let now = 0
let shown = 0
let atOnce = 0
let most = 0
let wary: Wary

beforeEach(() => {
  now = 0
  shown = 0
  atOnce = 0
  most = 0
  wary = createWary({ now: () => now })
})

/** One call of somebody's: whether the password was shown. */
const call = async (password: string, answer: SignedIn): Promise<boolean> => {
  const entered = await wary.enter('svc', password)
  if (entered === undefined) return false
  shown += 1
  atOnce += 1
  most = Math.max(most, atOnce)
  await new Promise((resolve) => setImmediate(resolve))
  atOnce -= 1
  entered.tell(answer, window)
  return true
}
const calls = (times: number, password: string, answer: SignedIn) =>
  Promise.all(Array.from({ length: times }, () => call(password, answer)))

describe('a password that was refused', () => {
  test('by one of many calls at once is shown once', async () => {
    await calls(20, 'old', 'wrong')
    expect(shown).toBe(1)
  })

  test('is shown again when the window is over, and another one at once', async () => {
    await call('old', 'wrong')
    now = window - 1
    expect(await call('old', 'wrong')).toBe(false)
    expect(await call('new', 'right')).toBe(true)
    expect(await call('old', 'wrong')).toBe(false)
    now = window
    expect(await call('old', 'wrong')).toBe(true)
  })

  test('though it was right before: no more than those calls that were under way show it', async () => {
    await call('old', 'right')
    await calls(3, 'old', 'wrong')
    expect(shown).toBe(4)
    expect(await call('old', 'wrong')).toBe(false)
  })
})

test('a password that was accepted is shown by all at once', async () => {
  await call('right', 'right')
  await calls(5, 'right', 'right')
  expect([shown, most]).toEqual([6, 5])
})

test('a password of which nothing is known is shown by one after the other', async () => {
  await calls(3, 'any', 'unknown')
  expect([shown, most]).toEqual([3, 1])
})
