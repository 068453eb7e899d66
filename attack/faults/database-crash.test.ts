import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createChance } from '../crash/chance.ts'
import { checkStore } from '../crash/check-store.ts'
import { type LoadArena, startLoadArena } from '../crash/load-arena.ts'
import { startLoad } from '../crash/load.ts'
import { keepAliveWire } from '../crash/wire.ts'

let world: LoadArena
beforeAll(async () => {
  world = await startLoadArena({ name: 'crash-database', engine: 'postgres', directory: 'simulated' })
})
afterAll(() => world.stop())

test('PostgreSQL crashes under load, again and again: nothing acknowledged is lost, and the portal goes on', async () => {
  const { arena, enrollees } = world
  const { origin, mailbox, postgres, directStore, portal } = arena
  const chance = createChance(Date.now() % 1_000_000)
  const wire = keepAliveWire(() => portal.origin)
  const load = startLoad({ origin, mailbox, keys: arena.entra.keys, wire, enrollees, chance })
  let devices = 0
  for (let round = 0; round < 5; round += 1) {
    await pause(500 + chance.below(2_500))
    await postgres?.crash()
    const acknowledged = load.journal.entries()
    await postgres?.restart()
    const check = await checkStore(directStore, acknowledged)
    expect(check.broken).toEqual([])
    devices = check.devices
  }
  await pause(2_000)
  await load.stop()
  wire.close()
  const after = await checkStore(directStore, load.journal.entries())
  expect([...after.broken, ...load.journal.complaints]).toEqual([])
  expect(after.devices).toBeGreaterThan(devices)
  // The portal's process outlived it all.
  expect(load.cutOff).toBe(0)
})
