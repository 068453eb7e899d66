// Each call against its floor: `pnpm bench:calls [--short] [--rounds 7] [--people 200] [--engines sqlite,postgres]`.
// The floor is a bare `node:http` server that answers the same bytes after the same statements through the same driver.
// Rounds take turns; in each everybody makes the first call, then everybody the second, so that CPU can be told by call.
// What its mail asks of the store, the floor asks beside, too. What a call asks of others (slapd, over LDAP in the clear, and
// the mail server) the floor goes without.
import { randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { directoryPassword, domain } from '@muster/demo/world/people'
import { type BenchWorld, type Engine, type Portal, startBenchWorld } from './harness/bench-world.ts'
import { type Client, createAgent, createClient, type Reply } from './harness/client.ts'
import { flows } from './harness/enroll.ts'
import { percentilesOf, type Percentiles, shown, shownSpread, spreadOf } from './harness/figures.ts'
import { cpuOf } from './harness/process-figures.ts'
import { isOfOutbox, type RecordedCall, repeatable } from './harness/recording.ts'
import { report } from './harness/report.ts'
import { startFloor } from './harness/start-floor.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    people: { type: 'string' },
    engines: { type: 'string', default: 'sqlite,postgres' },
  },
})
const rounds = Number(values.rounds ?? (values.short ? 1 : 7))
const people = Number(values.people ?? (values.short ? 24 : 200))
const engines = values.engines.split(',').filter((name): name is Engine => name === 'sqlite' || name === 'postgres')
const atOnce = 8
const temporary = join(import.meta.dirname, '../.test/bench-calls')

const names = ['open', 'credentials', 'email-code', 'device'] as const
type Name = (typeof names)[number]
const pathOf = (name: Name): string => (name === 'open' ? '/api/enrollment' : `/api/enrollment/${name}`)

/** Makes one call of somebody's enrollment, as a page would. */
const makeCall = async (world: BenchWorld, client: Client, name: Name, username: string): Promise<Reply> => {
  switch (name) {
    case 'open':
      return client.call('POST', pathOf(name), { account: flows['ad+code'] })
    case 'credentials':
      return client.call('POST', pathOf(name), { username, domain: domain.name, password: directoryPassword })
    case 'email-code':
      return client.call('POST', pathOf(name), { code: await world.mail.codeFor(`${username}@${domain.name}`) })
    case 'device':
      return client.call('POST', pathOf(name), { platform: 'ios', name: 'Phone' }, randomUUID())
  }
}

type Figures = { readonly cpu: number; readonly times: Percentiles }
type Target = { readonly at: string; readonly pid: number; readonly isFloor: boolean }

/** Everybody makes one call after the other, all of them the first, then all of them the second. */
const runCalls = async (
  world: BenchWorld,
  portal: Portal,
  { at, pid, isFloor }: Target,
): Promise<ReadonlyMap<Name, Figures>> => {
  const agent = createAgent()
  const clients = Array.from({ length: people }, () => createClient(at, portal.origin, agent))
  const figures = new Map<Name, Figures>()
  for (const name of names) {
    const code = isFloor || name !== 'email-code' ? undefined : name
    const times: number[] = []
    let next = 0
    const before = await cpuOf(pid)
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (next < people) {
          const number = next
          next += 1
          const client = clients[number]
          const walker = world.walkers[number]
          if (client === undefined || walker === undefined) return
          const reply =
            isFloor && name === 'email-code'
              ? await client.call('POST', pathOf(name), { code: '12345678' })
              : await makeCall(world, client, name, walker.username)
          if (reply.status >= 300) throw new Error(`${code ?? name} was answered ${reply.status}: ${reply.text}`)
          times.push(reply.ms)
        }
      }),
    )
    figures.set(name, { cpu: ((await cpuOf(pid)) - before) / people, times: percentilesOf(times) })
  }
  agent.destroy()
  return figures
}

/** One enrollment, alone, with what its calls asked the store and how they were answered. */
const recordOnce = async (world: BenchWorld, portal: Portal, file: string): Promise<readonly RecordedCall[]> => {
  await writeFile(file, '')
  const agent = createAgent()
  const client = createClient(portal.first.origin, portal.origin, agent)
  const replies = new Map<Name, Reply>()
  for (const name of names) replies.set(name, await makeCall(world, client, name, world.walkers[0]?.username ?? ''))
  agent.destroy()
  // The last mail is still under way.
  await pause(1_000)
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean)
  const asked = lines.map((line): { call: string; sql: string; parameters: unknown[] } => JSON.parse(line))
  return names.map((name) => {
    const { status, text, headers } = replies.get(name) ?? { status: 500, text: '', headers: [] }
    const of = asked.filter(({ call }) => call === pathOf(name)).map(({ sql, parameters }) => ({ sql, parameters }))
    const statements = of.filter(({ sql }) => !isOfOutbox(sql))
    const beside = of.filter(({ sql }) => isOfOutbox(sql))
    return { path: pathOf(name), statements, beside, status, headers, body: text }
  })
}

const world = await startBenchWorld({ name: 'bench-calls', directory: 'slapd', people })
const results = []
try {
  for (const engine of engines) {
    const wires = { ldap: 'plain', mail: 'plain' } as const
    const file = `${temporary}-statements.jsonl`
    const recorder = await world.startPortal({
      engine,
      wires,
      nodeOptions: [`--import=${join(import.meta.dirname, 'harness/record-sql.ts')}`],
      env: { MUSTER_BENCH_RECORD: file },
    })
    await recordOnce(world, recorder, file)
    const calls = repeatable(await recordOnce(world, recorder, file), await recordOnce(world, recorder, file))
    await recorder.stop()
    const portal = await world.startPortal({ engine, wires })
    // A store of its own for the floor, made and left by another portal.
    const other = await world.startPortal({ engine, wires })
    await other.stop()
    const floor = await startFloor(`${temporary}-recording.json`, calls, other.store)
    const target = { at: portal.first.origin, pid: portal.first.pid, isFloor: false }
    const floorTarget = { ...floor, isFloor: true }
    await runCalls(world, portal, target)
    await runCalls(world, portal, floorTarget)
    const all: { readonly ours: ReadonlyMap<Name, Figures>; readonly floors: ReadonlyMap<Name, Figures> }[] = []
    while (all.length < rounds)
      all.push({ ours: await runCalls(world, portal, target), floors: await runCalls(world, portal, floorTarget) })
    floor.stop()
    await portal.stop()
    await rm(file)
    for (const name of names) {
      const of = (which: 'ours' | 'floors', value: (figures: Figures) => number) =>
        spreadOf(
          all.map((round) =>
            value(round[which].get(name) ?? { cpu: Number.NaN, times: { p50: Number.NaN, p99: Number.NaN } }),
          ),
        )
      const ratio = (value: (figures: Figures) => number): number =>
        of('ours', value).median / of('floors', value).median
      results.push({
        engine,
        call: name,
        statements: calls.find(({ path }) => path === pathOf(name))?.statements.length ?? 0,
        beside: calls.find(({ path }) => path === pathOf(name))?.beside.length ?? 0,
        cpu: of('ours', ({ cpu }) => cpu),
        floorCpu: of('floors', ({ cpu }) => cpu),
        p50: of('ours', ({ times }) => times.p50),
        floorP50: of('floors', ({ times }) => times.p50),
        ratioP50: ratio(({ times }) => times.p50),
        p99: of('ours', ({ times }) => times.p99),
        floorP99: of('floors', ({ times }) => times.p99),
        ratioP99: ratio(({ times }) => times.p99),
      })
    }
  }
} finally {
  await world.stop()
}
await report(
  'calls',
  results,
  ['engine', 'call', 'statements', 'beside', 'CPU ms', 'floor', 'p50 ms', 'floor', '×', 'p99 ms', 'floor', '×'],
  results.map((one) => [
    one.engine,
    one.call,
    String(one.statements),
    String(one.beside),
    shownSpread(one.cpu),
    shownSpread(one.floorCpu),
    shownSpread(one.p50),
    shownSpread(one.floorP50),
    shown(one.ratioP50),
    shown(one.p99.median),
    shown(one.floorP99.median),
    shown(one.ratioP99),
  ]),
)
