import { directoryPassword, domain } from '@muster/demo/world/people'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type Attacker, codeFor, newAttacker, secondsToWait, wordOf } from '../world/attacker.ts'

/** Requests that the instance takes at once: few, so that a handful of people is too many. */
const most = 10

let arena: Arena
beforeAll(async () => {
  arena = await startArena({ name: 'fault-overload', limits: 'demo', settings: { requestsInFlight: most } })
})
afterAll(() => arena.stop())

const atPassword = async (account: string, username: string): Promise<Attacker> => {
  const browser = newAttacker(arena)
  await browser.open(account)
  expect(wordOf(await browser.submit('identity', { username, domain: domain.name }))).toBe('password')
  return browser
}

const inFlight = async (): Promise<number> => {
  const metrics = await (await fetch(`${arena.portal.privateOrigin}/metrics`)).text()
  return Number(/^muster_http_requests_in_flight (\d+)$/m.exec(metrics)?.[1])
}

test('with all hands full beginnings are sent away, and who is nearly through gets through', async () => {
  const verifying = await atPassword('new-ad-2', 'ana')
  const step = await verifying.submit('password', { password: directoryPassword })
  const code = await codeFor(arena, step)
  const waiting: Attacker[] = []
  for (let nth = 0; nth < most; nth += 1) waiting.push(await atPassword('new-ad-1', `person-${nth}`))

  // Nobody answers at the directory: each of these is held for seconds.
  for (const tap of arena.ldap) await tap.set('half-open')
  const held = waiting.map((browser) => browser.submit('password', { password: 'wrong' }))
  await expect.poll(inFlight, { timeout: 5_000, interval: 50 }).toBe(most)
  const others = Array.from({ length: most }, () => newAttacker(arena).open('existing-both-1'))
  const beginnings = await Promise.all(others)
  for (const answer of beginnings) {
    expect([answer.status, wordOf(answer)]).toEqual([503, 'unavailable'])
    expect(secondsToWait(answer)).toBeGreaterThanOrEqual(1)
  }
  // Nor can anybody else go on.
  expect(wordOf(await verifying.current())).toBe('unavailable')

  expect(wordOf(await verifying.submit('email-code', { code }))).toBe('device')
  expect(wordOf(await verifying.submit('device', { platform: 'ios' }))).toBe('enrolled')

  await Promise.all(held)
  for (const tap of arena.ldap) await tap.set('none')
  expect((await newAttacker(arena).open('existing-both-1')).status).toBe(201)
})

test('one address with bodies that never end holds up nobody else', async () => {
  const address = '203.0.113.9'
  const endless = Array.from({ length: 3 * most }, () => {
    const abort = new AbortController()
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) })
    // Node wants to be told that it sends while it has no answer yet.
    const init: RequestInit & { readonly duplex: 'half' } = {
      method: 'POST',
      headers: { Origin: arena.origin, 'Content-Type': 'application/json', 'X-Forwarded-For': address },
      body,
      signal: abort.signal,
      duplex: 'half',
    }
    const answer = fetch(`${arena.portal.origin}/api/enrollment/email-code`, init).catch(() => undefined)
    return { answer, abort }
  })
  await expect.poll(inFlight, { timeout: 5_000, interval: 50 }).toBe(most / 5)
  for (let nth = 0; nth < 5; nth += 1) expect((await newAttacker(arena).open('new-ad-1')).status).toBe(201)
  expect((await newAttacker(arena, { address }).open('new-ad-1')).status).toBe(503)
  for (const { abort } of endless) abort.abort()
  await Promise.all(endless.map(({ answer }) => answer))
  await expect.poll(inFlight, { timeout: 10_000, interval: 100 }).toBe(0)
  expect((await newAttacker(arena, { address }).open('new-ad-1')).status).toBe(201)
})
