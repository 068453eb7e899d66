import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeIn } from '../pages/inbox-page.ts'
import { postgresObstacle } from '../services/postgres.ts'
import { createPortalClient } from './portal-client.ts'
import { startWorld } from './start-world.ts'
import type { World } from './world-options.ts'

const home = join(import.meta.dirname, `../../../.test/two-instances-of-${process.pid}`)
const obstacle = await postgresObstacle()
let world: World

/** Requests that a portal's process has answered, by its own word. */
const answeredBy = async (privateOrigin: string): Promise<number> => {
  const metrics = await (await fetch(`${privateOrigin}/metrics`)).text()
  const counts = [...metrics.matchAll(/^muster_http_request_duration_seconds_count\{.*\} (\d+)$/gm)]
  return counts.reduce((sum, [, count]) => sum + Number(count), 0)
}

if (obstacle !== undefined) test('two instances', () => expect.fail(obstacle))
else {
  beforeAll(async () => {
    world = await startWorld({ port: 0, home, shape: 'two-instances', quiet: true })
  }, 90_000)
  afterAll(async () => {
    await world.stop()
    await rm(home, { recursive: true })
  }, 20_000)

  test('an enrollment walks between two processes, a clock that is moved is moved in both', async () => {
    expect(world.store).toMatch(/^postgres/)
    const browser = createPortalClient(world.origin)
    await browser.open('new-ad-2')
    await browser.submit('identity', { username: 'ana', domain: '' })
    await browser.submit('password', { password: 'Directory-1!' })
    const { subject } = await world.mailbox.waitFor('ana@corp.example.test')
    await browser.submit('email-code', { code: codeIn(subject) ?? '' })
    expect(await browser.submit('device', { platform: 'android' })).toMatchObject({ body: { kind: 'enrolled' } })
    const first = await answeredBy(world.privateOrigin)
    expect(first).toBeGreaterThan(0)
    expect(first).toBeLessThan(5)

    const other = createPortalClient(world.origin)
    await other.open('new-ad-1')
    await world.restartBff({ clockOffset: 61 * 60_000 })
    for (let times = 0; times < 2; times += 1)
      expect(await other.current()).toMatchObject({ body: { kind: 'expired' } })
  }, 60_000)
}
