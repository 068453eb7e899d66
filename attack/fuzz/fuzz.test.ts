import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startWorld } from '@muster/demo/world/start-world'
import type { World } from '@muster/demo/world/world-options'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fuzz } from './fuzz.ts'

const home = join(import.meta.dirname, `../../.test/fuzz-${process.pid}`)
let world: World
beforeAll(async () => {
  world = await startWorld({ port: 0, home, quiet: true })
})
afterAll(async () => {
  await world.stop()
  await rm(home, { recursive: true, force: true })
})

// Always the same ones, so that no build fails by chance; `pnpm fuzz` takes others, and a hundred thousand of them
test('3000 hostile requests: no 5xx, no crash, no answer against the contract', { timeout: 600_000 }, async () => {
  const { findings, requests, tally, text } = await fuzz(world, {
    requests: 3000,
    seed: 1,
    logFile: join(home, 'portal.log'),
  })
  expect(findings, text).toEqual([])
  expect(requests).toBeGreaterThanOrEqual(3000)
  // Had everything been refused at the door, nothing behind it would have been tried
  const shown = new Map(tally.of('step'))
  for (const kind of ['identify', 'credentials', 'password', 'entra-sign-in', 'email-code', 'device', 'enrolled'])
    expect(shown.get(kind), kind).toBeGreaterThan(10)
})
