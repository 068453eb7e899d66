import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBalancer } from '../crash/balancer.ts'
import { createChance } from '../crash/chance.ts'
import { checkStore } from '../crash/check-store.ts'
import { type LoadArena, startLoadArena } from '../crash/load-arena.ts'
import { startLoad } from '../crash/load.ts'

let world: LoadArena
beforeAll(async () => {
  world = await startLoadArena({
    name: 'two-instances',
    engine: 'postgres',
    directory: 'simulated',
    instances: 2,
  })
})
afterAll(() => world.stop())

test('of two instances one is killed under load: less than 1 % of all requests fail, for less than 5 s', async () => {
  const { arena, enrollees } = world
  const { origin, mailbox, instances, directStore } = arena
  const balancer = createBalancer({ instances, retries: 1 })
  const chance = createChance(Date.now() % 1_000_000)
  const load = startLoad({ origin, mailbox, keys: arena.entra.keys, wire: balancer.wire, enrollees, chance })
  await pause(3_000)
  for (const instance of instances) {
    const [requests, failed] = [balancer.requests, balancer.failures.length]
    await instance.kill()
    await pause(6_000)
    const failures = balancer.failures.slice(failed)
    expect(failures.length).toBeLessThan((balancer.requests - requests) / 100)
    expect((failures.at(-1)?.at ?? 0) - (failures[0]?.at ?? 0)).toBeLessThan(5_000)

    await instance.start()
    const before = balancer.answeredBy(instance)
    await pause(2_000)
    // It has its share of the work again.
    expect(balancer.answeredBy(instance)).toBeGreaterThan(before)
  }
  await load.stop()
  balancer.close()
  console.log(`${balancer.requests} requests, ${balancer.retried} retried, ${balancer.failures.length} failed`)
  // Somebody did meet an instance that was gone.
  expect(balancer.retried).toBeGreaterThan(0)
  const { broken, devices } = await checkStore(directStore, load.journal.entries())
  expect([...broken, ...load.journal.complaints]).toEqual([])
  expect(devices).toBeGreaterThan(0)
})
