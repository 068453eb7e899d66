import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { arriveAt } from '../testing/arrive.ts'
import { openBrowser } from '../testing/browser.ts'
import { stillPortal } from '../testing/still-portal.ts'
import { createApp } from './app.ts'
import { withFloor } from './response-floor.ts'

const timed = async (work: Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work
  return performance.now() - started
}

describe('the response floor', () => {
  test.each([
    ['nothing on top', 0, 400],
    ['all of the random part on top', 1, 450],
  ])('holds an answer until its time, with %s', async (_what, random, until) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
    onTestFinished(() => void vi.useRealTimers())
    let answered = false
    const held = withFloor(400, 50, random, async () => 'known').then(() => (answered = true))
    await vi.advanceTimersByTimeAsync(until - 1)
    expect(answered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await held).toBe(true)
  })

  test('gives the answer unchanged', async () => {
    expect(await withFloor(0, 0, 0, async () => 'answer')).toBe('answer')
  })

  test('hides no failure', async () => {
    await expect(withFloor(0, 0, 0, () => Promise.reject(new Error('bug')))).rejects.toThrow('bug')
  })
})

describe('the calls that a password or a name goes through', () => {
  const floored = [
    ['identity', 'identify', { username: 'ana', domain: '' }],
    ['credentials', 'credentials', { username: 'ana', domain: '', password: 'wrong' }],
    ['password', 'password', { password: 'wrong' }],
    ['new-password', 'new-password', { oldPassword: 'wrong', newPassword: 'Directory-2!' }],
  ] as const

  test.each(floored)('%s: are held until the floor', async (call, page, body) => {
    const quick = await stillPortal()
    const { browser } = await arriveAt(quick, page)
    const held = createApp(
      { ...quick.ports, settings: { ...quick.ports.settings, responseFloor: 60 } },
      {
        origin: quick.origin,
        trustedProxies: [],
        peerAddress: () => '192.0.2.1',
        log: (event) => quick.logged.push(event),
      },
    )
    const again = Object.assign(openBrowser({ app: held, origin: quick.origin }), { cookie: browser.cookie })
    // Timers fire a little early; without the floor an answer takes a few milliseconds.
    expect(await timed(again.send('POST', `/api/enrollment/${call}`, body))).toBeGreaterThan(50)
  })
})
