import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import { createBalancer } from '../crash/balancer.ts'
import { createChance } from '../crash/chance.ts'
import { checkStore } from '../crash/check-store.ts'
import { type LoadArena, startLoadArena } from '../crash/load-arena.ts'
import { startLoad } from '../crash/load.ts'
import { psql } from '../world/psql.ts'

let world: LoadArena | undefined
afterEach(async () => {
  await world?.stop()
  world = undefined
})

/** Past the portal: a statement, and the one number that it gives. */
const ask = async (store: string, statement: string): Promise<number> => {
  if (!store.startsWith('sqlite:')) return Number(await psql(store, statement))
  const database = new DatabaseSync(store.slice('sqlite:'.length), { timeout: 10_000 })
  try {
    return Number(Object.values(database.prepare(statement).get() ?? {})[0])
  } finally {
    database.close()
  }
}

/** More than either engine forgets between the first look that finds some gone and the kill. */
const many = 600_000
const seeds = {
  sqlite: `insert into rate_limit (name, key, arrival_at, interval_ms, per_ms)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${many}) select 'over', i, i, 1, 1 from n`,
  postgres: `insert into rate_limit (name, key, arrival_at, interval_ms, per_ms)
    select 'over', i, i, 1, 1 from generate_series(1, ${many}) i`,
}

test.each([
  ['sqlite', 1],
  ['postgres', 2],
] as const)(
  'on %s much is forgotten under load, and nobody waits for it; a job that is killed is taken up',
  { timeout: 400_000 },
  async (engine, count) => {
    world = await startLoadArena({ name: `retention-${engine}`, engine, directory: 'simulated', instances: count })
    const { arena, enrollees } = world
    const { origin, mailbox, instances, directStore } = arena
    const left = () => ask(directStore, "select count(*) from rate_limit where name = 'over'")
    const late = instances.slice(-1)
    for (const instance of late) await instance.end()
    await ask(directStore, seeds[engine])

    // It is at it from its start on, and may be done soon: of two instances the other serves people already.
    const starting = late.map((instance) => instance.start())
    if (count === 1) await Promise.all(starting)
    const balancer = createBalancer({ instances, retries: count - 1 })
    const chance = createChance(Date.now() % 1_000_000)
    const load = startLoad({ origin, mailbox, keys: arena.entra.keys, wire: balancer.wire, enrollees, chance })
    await expect.poll(left, { timeout: 60_000, interval: 20 }).toBeLessThan(many)
    const begun = balancer.requests
    await Promise.all(starting)
    await expect.poll(() => balancer.requests, { timeout: 10_000, interval: 20 }).toBeGreaterThan(begun + 10)
    expect(balancer.failures).toEqual([])
    for (const instance of instances) await instance.kill()
    const rest = await left()
    expect(rest).toBeGreaterThan(0)
    expect(rest).toBeLessThan(many)

    const failed = balancer.failures.length
    const answered = () => instances.reduce((sum, instance) => sum + balancer.answeredBy(instance), 0)
    const before = answered()
    for (const instance of instances) await instance.start()
    await expect.poll(left, { timeout: 240_000, interval: 20 }).toBe(0)
    const meanwhile = answered() - before
    console.log(`${engine}: ${rest} left at the kill, ${meanwhile} answers while they went`)
    // It took many short transactions, with people between them.
    expect(meanwhile).toBeGreaterThan(3)
    expect(balancer.failures.slice(failed).filter(({ why }) => why.startsWith('5'))).toEqual([])
    await load.stop()
    balancer.close()
    const { broken } = await checkStore(directStore, load.journal.entries())
    expect([...broken, ...load.journal.complaints]).toEqual([])
  },
)
