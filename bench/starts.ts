// Many people open their link at the same moment: `pnpm bench:starts [--short] [--people 10000] [--engine sqlite|postgres]`.
// Once with the standard's limit of requests in flight, where those who are sent away come again when they were told to;
// once without one; and once to the floor, a bare `node:http` server that answers the same bytes and asks no store: what so
// many connections take of Node by themselves.
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startBenchWorld } from './harness/bench-world.ts'
import { createAgent, createClient } from './harness/client.ts'
import { flows } from './harness/enroll.ts'
import { percentilesOf, shown } from './harness/figures.ts'
import { cpuOf, memoryOf } from './harness/process-figures.ts'
import { report } from './harness/report.ts'
import { startFloor } from './harness/start-floor.ts'

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
const path = '/api/enrollment'
const start = { account: flows.ad }

type Target = { readonly name: string; readonly at: string; readonly pid: number; readonly origin: string }

/** All of them come at once; who is sent away comes again when told to. */
const everybodyStarts = async ({ name, at, pid, origin }: Target) => {
  const agent = createAgent()
  const waits: number[] = []
  let sentAway = 0
  let cutOff = 0
  const open = async (): Promise<void> => {
    const client = createClient(at, origin, agent)
    const began = performance.now()
    for (;;) {
      const reply = await client.call('POST', path, start).catch(() => undefined)
      if (reply?.status === 201) break
      if (reply === undefined) cutOff += 1
      else if (reply.status === 503) sentAway += 1
      else throw new Error(`a start was answered ${reply.status}: ${reply.text}`)
      const told = /"retryAfter":(\d+)/.exec(reply?.text ?? '')?.[1]
      await pause(Number(told ?? 1) * 1000)
    }
    waits.push(performance.now() - began)
  }
  const idle = await memoryOf(pid)
  const before = await cpuOf(pid)
  const began = performance.now()
  await Promise.all(Array.from({ length: people }, open))
  const seconds = (performance.now() - began) / 1000
  agent.destroy()
  const cpu = ((await cpuOf(pid)) - before) / people
  return {
    name,
    people,
    seconds,
    sentAway,
    cutOff,
    ...percentilesOf(waits),
    cpu,
    idle,
    peak: await memoryOf(pid, 'VmHWM'),
  }
}

const results = []
try {
  const wires = { ldap: 'plain', mail: 'plain' } as const
  for (const requestsInFlight of [500, 20_000]) {
    const portal = await world.startPortal({ engine, wires, settings: { requestsInFlight } })
    const { origin, first } = portal
    results.push(
      await everybodyStarts({
        name: `${engine}, ${requestsInFlight} in flight`,
        at: first.origin,
        pid: first.pid,
        origin,
      }),
    )
    await portal.stop()
  }
  const portal = await world.startPortal({ engine, wires })
  const agent = createAgent()
  const {
    status,
    headers,
    text: body,
  } = await createClient(portal.first.origin, portal.origin, agent).call('POST', path, start)
  agent.destroy()
  await portal.stop()
  const bytes = { path, statements: [], beside: [], status, headers, body }
  const floor = await startFloor(join(import.meta.dirname, '../.test/bench-starts.json'), [bytes], portal.store)
  results.push(await everybodyStarts({ name: 'bare node:http', ...floor, origin: portal.origin }))
  floor.stop()
} finally {
  await world.stop()
}
await report(
  'starts',
  results,
  [
    'who',
    'people',
    'all in after s',
    'sent away',
    'cut off',
    'p50 ms',
    'p99 ms',
    'CPU ms each',
    'MiB before',
    'peak MiB',
  ],
  results.map((one) => [
    one.name,
    String(one.people),
    shown(one.seconds),
    String(one.sentAway),
    String(one.cutOff),
    shown(one.p50),
    shown(one.p99),
    shown(one.cpu),
    shown(one.idle),
    shown(one.peak),
  ]),
)
