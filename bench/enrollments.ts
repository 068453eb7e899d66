// Whole enrollments: `pnpm bench:enrollments [--short] [--rounds 5] [--enrollments 400] [--flows ad,ad+code]
// [--engines sqlite,postgres] [--concurrency 1,8,32] [--wires plain,ldaps,starttls,tls] [--directory slapd|samba] [--profile]`.
// CPU is the portal's process alone; directory, mail server, Entra and database are processes of their own. Every portal
// runs from the beginning, and they take turns.
import { parseArgs } from 'node:util'
import { type Engine, startBenchWorld, type Wires } from './harness/bench-world.ts'
import { type Flow, isFlow } from './harness/enroll.ts'
import { shown, shownSpread, spreadOf } from './harness/figures.ts'
import { report } from './harness/report.ts'
import { type Round, runRound } from './harness/round.ts'

const wiring: Readonly<Record<string, Wires>> = {
  plain: { ldap: 'plain', mail: 'plain' },
  ldaps: { ldap: 'ldaps', mail: 'plain' },
  starttls: { ldap: 'plain', mail: 'starttls' },
  tls: { ldap: 'ldaps', mail: 'starttls' },
}

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    enrollments: { type: 'string' },
    flows: { type: 'string', default: 'ad,ad+code,entra,entra+code' },
    engines: { type: 'string', default: 'sqlite,postgres' },
    concurrency: { type: 'string' },
    wires: { type: 'string' },
    directory: { type: 'string', default: 'slapd' },
    profile: { type: 'boolean', default: false },
  },
})
const list = (text: string): readonly string[] => text.split(',')
const rounds = Number(values.rounds ?? (values.short ? 1 : 5))
const enrollments = Number(values.enrollments ?? (values.short ? 60 : 400))
const flows = list(values.flows).filter(isFlow)
const engines = list(values.engines).filter((name): name is Engine => name === 'sqlite' || name === 'postgres')
const isSamba = values.directory === 'samba'
const concurrencies = list(values.concurrency ?? (isSamba ? '1,2' : values.short ? '8' : '1,8,32')).map(Number)
const wires = list(values.wires ?? (isSamba ? 'ldaps,tls' : 'plain,ldaps,starttls,tls')).filter(
  (name) => name in wiring,
)

type Case = { readonly engine: Engine; readonly wire: string; readonly flow: Flow; readonly concurrency: number }

const world = await startBenchWorld({
  name: 'bench-enrollments',
  directory: isSamba ? 'samba' : 'slapd',
  people: Math.max(...concurrencies),
})
const found = new Map<string, { readonly of: Case; readonly rounds: Round[] }>()
try {
  const portals = []
  for (const engine of engines)
    for (const wire of wires) {
      const way = wiring[wire]
      if (way === undefined) continue
      const portal = await world.startPortal({
        engine,
        wires: way,
        nodeOptions: values.profile ? ['--cpu-prof', '--cpu-prof-dir=.test/profiles'] : [],
      })
      portals.push({ engine, wire, portal })
      // The first ones make what the later ones use: connections, compiled code, prepared statements.
      const first = { concurrency: Math.min(...concurrencies, 4), enrollments: values.short ? 40 : 200 }
      for (const flow of flows) await runRound({ world, portal, flow, ...first })
    }
  for (let round = 0; round < rounds; round += 1)
    for (const { engine, wire, portal } of portals)
      for (const flow of flows)
        for (const concurrency of concurrencies) {
          const one = { engine, wire, flow, concurrency }
          const key = JSON.stringify(one)
          const kept = found.get(key) ?? { of: one, rounds: [] }
          kept.rounds.push(await runRound({ world, portal, flow, concurrency, enrollments }))
          found.set(key, kept)
        }
  for (const { portal } of portals) await portal.stop()
} finally {
  await world.stop()
}

const results = [...found.values()].map(({ of, rounds: all }) => ({
  ...of,
  directory: values.directory,
  cpu: spreadOf(all.map(({ cpu }) => cpu)),
  databaseCpu: spreadOf(all.map(({ databaseCpu }) => databaseCpu)),
  perSecond: spreadOf(all.map(({ perSecond }) => perSecond)),
  p50: spreadOf(all.map(({ whole }) => whole.p50)),
  p99: spreadOf(all.map(({ whole }) => whole.p99)),
  calls: all.at(-1)?.calls,
}))
await report(
  `enrollments-${values.directory}`,
  results,
  ['engine', 'wires', 'flow', 'at once', 'CPU ms', 'its database’s', 'a second', 'p50 ms', 'p99 ms'],
  results.map(({ engine, wire, flow, concurrency, cpu, databaseCpu, perSecond, p50, p99 }) => [
    engine,
    wire,
    flow,
    String(concurrency),
    shownSpread(cpu),
    engine === 'sqlite' ? '–' : shown(databaseCpu.median),
    shownSpread(perSecond),
    shown(p50.median),
    shown(p99.median),
  ]),
)
