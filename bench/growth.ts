// What an enrollment costs as the tables grow: `pnpm bench:growth [--short] [--full] [--engines sqlite,postgres]`.
// Ten thousand and a million enrollments with five audit lines each before it; ten million with `--full`, which takes
// some 45 GB of disk and an hour.
import { parseArgs } from 'node:util'
import { type Engine, startBenchWorld } from './harness/bench-world.ts'
import { fill } from './harness/fill.ts'
import { shown, shownSpread, spreadOf } from './harness/figures.ts'
import { report } from './harness/report.ts'
import { type Round, runRound } from './harness/round.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    enrollments: { type: 'string' },
    engines: { type: 'string', default: 'sqlite,postgres' },
  },
})
const rounds = Number(values.rounds ?? (values.short ? 1 : 5))
const enrollments = Number(values.enrollments ?? (values.short ? 48 : 300))
const engines = values.engines.split(',').filter((name): name is Engine => name === 'sqlite' || name === 'postgres')
const sizes = values.short ? [0, 10_000] : [10_000, 1_000_000, ...(values.full ? [10_000_000] : [])]
const concurrency = 8

const world = await startBenchWorld({ name: 'bench-growth', directory: 'slapd', people: concurrency })
const found: { readonly engine: Engine; readonly before: number; readonly rounds: readonly Round[] }[] = []
try {
  for (const engine of engines)
    for (const before of sizes) {
      const portal = await world.startPortal({
        engine,
        wires: { ldap: 'plain', mail: 'plain' },
        prepare: (store) => fill(store, before),
      })
      const round = { world, portal, flow: 'ad+code', concurrency } as const
      await runRound({ ...round, enrollments: enrollments / 2 })
      const all: Round[] = []
      while (all.length < rounds) all.push(await runRound({ ...round, enrollments }))
      found.push({ engine, before, rounds: all })
      // An hour is long to hear nothing.
      console.log(`${engine}, ${before} before: ${shownSpread(spreadOf(all.map(({ cpu }) => cpu)))} ms of CPU`)
      await portal.stop()
    }
} finally {
  await world.stop()
}

const results = found.map(({ engine, before, rounds: all }) => ({
  engine,
  enrollmentsBefore: before,
  auditLinesBefore: before * 5,
  cpu: spreadOf(all.map(({ cpu }) => cpu)),
  perSecond: spreadOf(all.map(({ perSecond }) => perSecond)),
  p50: spreadOf(all.map(({ whole }) => whole.p50)),
  p99: spreadOf(all.map(({ whole }) => whole.p99)),
}))
await report(
  'growth',
  results,
  ['engine', 'enrollments before', 'audit lines before', 'CPU ms', 'a second', 'p50 ms', 'p99 ms'],
  results.map((one) => [
    one.engine,
    String(one.enrollmentsBefore),
    String(one.auditLinesBefore),
    shownSpread(one.cpu),
    shownSpread(one.perSecond),
    shown(one.p50.median),
    shown(one.p99.median),
  ]),
)
