import { expect, test } from 'vitest'
import { soak } from '../crash/soak-run.ts'

test.each(['sqlite', 'postgres'] as const)(
  'the portal on %s is killed under load: nothing acknowledged is lost, nothing happens twice',
  { timeout: 240_000 },
  async (engine) => {
    const seed = Date.now() % 1_000_000
    const result = await soak({
      engine,
      directory: 'samba',
      rounds: 8,
      seed,
      report: (line) => console.log(`seed ${seed}, ${line}`),
    })
    expect(result.violations).toEqual([])
    expect(result.rounds).toBe(8)
    // It was in the middle of something, and got somewhere in spite of it.
    expect(result.cutOff).toBeGreaterThan(0)
    expect(result.devices).toBeGreaterThan(10)
  },
)
