import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBalancer } from '../crash/balancer.ts'
import { createChance } from '../crash/chance.ts'
import { checkStore } from '../crash/check-store.ts'
import { type LoadArena, startLoadArena } from '../crash/load-arena.ts'
import { startLoad } from '../crash/load.ts'

let world: LoadArena
beforeAll(async () => {
  world = await startLoadArena({
    name: 'sigterm',
    engine: 'postgres',
    directory: 'simulated',
    instances: 2,
    env: { MUSTER_DEMO_DRAIN: 'production' },
  })
})
afterAll(() => world.stop())

/** Mails that somebody took to send and has neither sent nor given back. */
const mailsTaken = async (store: string): Promise<number> => {
  const client = new pg.Client({ connectionString: store })
  await client.connect()
  try {
    const { rows } = await client.query<{ taken: string }>(
      "select count(*) as taken from outbox where delivery = 'queued' and attempt > 0",
    )
    return Number(rows[0]?.taken)
  } finally {
    await client.end()
  }
}

test(
  'an instance ends under load without a failed request, within 30 s, and leaves nothing behind',
  { timeout: 240_000 },
  async () => {
    const { arena, enrollees } = world
    const { origin, mailbox, instances, directStore } = arena
    // No second try: it hears of an end by /readyz, at most half a second late, and has 5 s for it (STANDARD 10.1).
    const balancer = createBalancer({ instances, retries: 0 })
    const chance = createChance(Date.now() % 1_000_000)
    const load = startLoad({ origin, mailbox, keys: arena.entra.keys, wire: balancer.wire, enrollees, chance })
    for (const instance of instances) {
      await pause(3_000)
      const before = balancer.answeredBy(instance)
      expect(before).toBeGreaterThan(0)
      const began = performance.now()
      expect(await instance.end()).toBe('code 0')
      expect(performance.now() - began).toBeLessThan(30_000)
      await instance.start()
    }
    await pause(2_000)
    await load.stop()
    balancer.close()
    console.log(`${balancer.requests} requests, ${balancer.failures.length} failed`)
    expect(balancer.failures).toEqual([])
    // A lease lasts 30 s: what an instance took to its end would hang here.
    await expect.poll(() => mailsTaken(directStore), { timeout: 5_000 }).toBe(0)
    const { broken, devices } = await checkStore(directStore, load.journal.entries())
    expect([...broken, ...load.journal.complaints]).toEqual([])
    expect(devices).toBeGreaterThan(0)
  },
)
