// Memory and descriptors over time: `pnpm bench:soak [--short] [--minutes 30] [--load 0.3] [--engine sqlite|postgres]
// [--node-options="--max-semi-space-size=4"]`. First as many enrollments as it can, to know what the whole load is; then
// that part of it for so many minutes. `--load 1` asks how much memory the whole load takes.
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startBenchWorld } from './harness/bench-world.ts'
import { createAgent, createClient } from './harness/client.ts'
import { enroll } from './harness/enroll.ts'
import { shown } from './harness/figures.ts'
import { descriptorsOf, memoryOf } from './harness/process-figures.ts'
import { report } from './harness/report.ts'
import { runRound } from './harness/round.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    load: { type: 'string', default: '0.3' },
    engine: { type: 'string', default: 'sqlite' },
    'node-options': { type: 'string', default: '' },
  },
})
const minutes = Number(values.minutes ?? (values.short ? 0.5 : 30))
const load = Number(values.load)
const engine = values.engine === 'postgres' ? 'postgres' : 'sqlite'
const nodeOptions = values['node-options'].split(' ').filter(Boolean)
const concurrency = 32

type Sample = { readonly seconds: number; readonly memory: number; readonly descriptors: number; readonly done: number }

const world = await startBenchWorld({ name: 'bench-soak', directory: 'slapd', people: concurrency })
try {
  const portal = await world.startPortal({ engine, wires: { ldap: 'ldaps', mail: 'starttls' }, nodeOptions })
  const whole = await runRound({
    world,
    portal,
    flow: 'ad+code',
    concurrency,
    enrollments: values.short ? 64 : 1_000,
  })
  const { pid, origin } = portal.first
  const afterPeak = await memoryOf(pid)
  const agent = createAgent()
  const samples: Sample[] = []
  const until = performance.now() + minutes * 60_000
  const wait = load >= 1 ? 0 : (concurrency / (whole.perSecond * load)) * 1000
  let done = 0
  const walk = async (number: number): Promise<void> => {
    const walker = world.walkers[number]
    if (walker === undefined) return
    await pause((wait * number) / concurrency)
    while (performance.now() < until) {
      const began = performance.now()
      await enroll(createClient(origin, portal.origin, agent), 'ad+code', walker, world)
      done += 1
      await pause(Math.max(0, wait - (performance.now() - began)))
    }
  }
  const sample = async (): Promise<void> => {
    const began = performance.now()
    while (performance.now() < until) {
      await pause(values.short ? 2_000 : 10_000)
      const [memory, descriptors] = [await memoryOf(pid), await descriptorsOf(pid)]
      samples.push({ seconds: Math.round((performance.now() - began) / 1000), memory, descriptors, done })
    }
  }
  await Promise.all([sample(), ...Array.from({ length: concurrency }, (_, number) => walk(number))])
  agent.destroy()
  const parts = [0.1, 0.25, 0.5, 0.75, 1].map((part) => samples[Math.max(0, Math.ceil(samples.length * part) - 1)])
  await report(
    'soak',
    {
      engine,
      load,
      minutes,
      nodeOptions,
      whole: whole.perSecond,
      afterPeak,
      peak: await memoryOf(pid, 'VmHWM'),
      samples,
    },
    ['after s', 'enrollments', 'RSS MiB', 'descriptors'],
    parts.flatMap((one) =>
      one === undefined ? [] : [[String(one.seconds), String(one.done), shown(one.memory), String(one.descriptors)]],
    ),
  )
  console.log(
    `\nwhole load ${shown(whole.perSecond)} a second, RSS after it ${shown(afterPeak)} MiB, highest ${shown(await memoryOf(pid, 'VmHWM'))} MiB, node ${nodeOptions.join(' ')}`,
  )
  await portal.stop()
} finally {
  await world.stop()
}
