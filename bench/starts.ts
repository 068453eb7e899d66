// Many people open their link at the same moment: `pnpm bench:starts [--short] [--people 10000] [--engine sqlite|postgres]`.
// Once with the standard's limit of requests in flight, where those who are sent away come again when they were told to;
// once without one.
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startBenchWorld } from './harness/bench-world.ts'
import { createAgent, createClient } from './harness/client.ts'
import { flows } from './harness/enroll.ts'
import { percentilesOf, shown } from './harness/figures.ts'
import { cpuOf, memoryOf } from './harness/process-figures.ts'
import { report } from './harness/report.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    people: { type: 'string' },
    engine: { type: 'string', default: 'sqlite' },
  },
})
const people = Number(values.people ?? (values.short ? 500 : 10_000))
const engine = values.engine === 'postgres' ? 'postgres' : 'sqlite'

const world = await startBenchWorld({ name: 'bench-starts', directory: 'slapd', people: 1 })
const results = []
try {
  for (const requestsInFlight of [500, 20_000]) {
    const portal = await world.startPortal({
      engine,
      wires: { ldap: 'plain', mail: 'plain' },
      settings: { requestsInFlight },
    })
    const agent = createAgent()
    const waits: number[] = []
    let sentAway = 0
    let cutOff = 0
    const open = async (): Promise<void> => {
      const client = createClient(portal.first.origin, portal.origin, agent)
      const began = performance.now()
      for (;;) {
        const reply = await client.call('POST', '/api/enrollment', { account: flows.ad }).catch(() => undefined)
        if (reply?.status === 201) break
        if (reply === undefined) cutOff += 1
        else if (reply.status === 503) sentAway += 1
        else throw new Error(`a start was answered ${reply.status}: ${reply.text}`)
        const told = /"retryAfter":(\d+)/.exec(reply?.text ?? '')?.[1]
        await pause(Number(told ?? 1) * 1000)
      }
      waits.push(performance.now() - began)
    }
    const before = await cpuOf(portal.first.pid)
    const began = performance.now()
    await Promise.all(Array.from({ length: people }, open))
    const seconds = (performance.now() - began) / 1000
    results.push({
      engine,
      requestsInFlight,
      people,
      seconds,
      sentAway,
      cutOff,
      ...percentilesOf(waits),
      cpu: ((await cpuOf(portal.first.pid)) - before) / people,
      peak: await memoryOf(portal.first.pid, 'VmHWM'),
    })
    agent.destroy()
    await portal.stop()
  }
} finally {
  await world.stop()
}
await report(
  'starts',
  results,
  [
    'engine',
    'in flight at most',
    'people',
    'all in after s',
    'sent away',
    'cut off',
    'p50 ms',
    'p99 ms',
    'CPU ms each',
    'peak MiB',
  ],
  results.map((one) => [
    one.engine,
    String(one.requestsInFlight),
    String(one.people),
    shown(one.seconds),
    String(one.sentAway),
    String(one.cutOff),
    shown(one.p50),
    shown(one.p99),
    shown(one.cpu),
    shown(one.peak),
  ]),
)
