import { describe, expect, test } from 'vitest'
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
    expect(await timed(again.send('POST', `/api/enrollment/${call}`, body))).toBeGreaterThanOrEqual(59)
  })
})
