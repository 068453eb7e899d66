// One, two and four instances on one PostgreSQL: `pnpm bench:instances [--short] [--rounds 5] [--enrollments 400]`.
// Each enrollment goes to the next instance, behind nothing that balances: the database is what they have in common. All
// fleets run from the beginning, each on a database of its own, and take turns.
import { parseArgs } from 'node:util'
import { type Portal, startBenchWorld } from './harness/bench-world.ts'
import { shown, shownSpread, spreadOf } from './harness/figures.ts'
import { report } from './harness/report.ts'
import { type Round, runRound } from './harness/round.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    enrollments: { type: 'string' },
  },
})
const rounds = Number(values.rounds ?? (values.short ? 1 : 5))
const enrollments = Number(values.enrollments ?? (values.short ? 64 : 400))
const fleets = values.short ? [1, 2] : [1, 2, 4]
const concurrency = 32
/** Lines of each instance: all fleets together stay below the hundred that PostgreSQL has unless told. */
const env = { MUSTER_STORE_CONNECTIONS: '12' }

const world = await startBenchWorld({ name: 'bench-instances', directory: 'slapd', people: concurrency })
const found: { readonly instances: number; readonly portal: Portal; readonly rounds: Round[] }[] = []
const round = { world, flow: 'ad+code', concurrency } as const
try {
  for (const instances of fleets) {
    const wires = { ldap: 'plain', mail: 'plain' } as const
    const portal = await world.startPortal({ engine: 'postgres', wires, instances, env })
    await runRound({ ...round, portal, enrollments: enrollments / 2 })
    found.push({ instances, portal, rounds: [] })
  }
  for (let turn = 0; turn < rounds; turn += 1)
    for (const { portal, rounds: all } of found) all.push(await runRound({ ...round, portal, enrollments }))
  for (const { portal } of found) await portal.stop()
} finally {
  await world.stop()
}

const results = found.map(({ instances, rounds: all }) => ({
  instances,
  concurrency,
  cpu: spreadOf(all.map(({ cpu }) => cpu)),
  databaseCpu: spreadOf(all.map(({ databaseCpu }) => databaseCpu)),
  perSecond: spreadOf(all.map(({ perSecond }) => perSecond)),
  p50: spreadOf(all.map(({ whole }) => whole.p50)),
  p99: spreadOf(all.map(({ whole }) => whole.p99)),
}))
await report(
  'instances',
  results,
  ['instances', 'at once', 'CPU ms', 'its database’s', 'a second', 'p50 ms', 'p99 ms'],
  results.map(({ instances, cpu, databaseCpu, perSecond, p50, p99 }) => [
    String(instances),
    String(concurrency),
    shownSpread(cpu),
    shown(databaseCpu.median),
    shownSpread(perSecond),
    shown(p50.median),
    shown(p99.median),
  ]),
)
