import { readFile, stat } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import fc from 'fast-check'
import type { World } from '@muster/demo/world/world-options'
import { type Finding, runCase } from './case.ts'
import { type Document, callsOf } from './document.ts'
import { createOracle } from './oracle.ts'
import { planFrom } from './plan.ts'
import { createTally, inColumns, type Tally } from './tally.ts'
import { openWire } from './wire.ts'

export type FuzzOptions = {
  readonly requests: number
  readonly seed: number
  /** At most so long, in ms. */
  readonly within?: number
  /** Only this one: what a finding names. */
  readonly only?: number
  /** Where the portal writes its log. */
  readonly logFile: string
  /** Told now and then. */
  readonly progress?: (line: string) => void
}

export type FuzzReport = {
  readonly findings: readonly Finding[]
  readonly requests: number
  readonly tally: Tally
  /** Everything, for people. */
  readonly text: string
}

/** So many browsers at once. */
const browsers = 16
/** The same fault met a thousand times is one finding and its number. */
const shownOfAKind = 2
/** KiB that a process may grow by beyond what it had after the first tenth: buffers and caches, not a leak. */
const growth = 200 * 1024

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** KiB of memory that the process holds (Linux; 0 elsewhere). */
const residentOf = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)
}

const mishapsIn = async (logFile: string): Promise<readonly string[]> => {
  const lines = (await readFile(logFile, 'utf8')).split('\n').filter((line) => line !== '')
  return lines.filter((line) =>
    /unexpected error|store unavailable|uncaught|unhandled|"level":(50|60)|^\s+at /i.test(line),
  )
}

/** Bombards the portal of a running world, which nobody else uses. */
export const fuzz = async (world: World, options: FuzzOptions): Promise<FuzzReport> => {
  const { requests: wanted, seed, within = Number.POSITIVE_INFINITY, only } = options
  const began = performance.now()
  const document: Document = JSON.parse(await (await fetch(`${world.bffOrigin}/api/openapi.json`)).text())
  const wire = openWire(Number(new URL(world.bffOrigin).port))
  const tally = createTally()
  const findings: Finding[] = []
  const seen = createTally()
  const field = {
    world,
    wire,
    tally,
    oracle: createOracle(document),
    report: (finding: Finding) => {
      seen.count('finding', finding.what)
      const times = seen.of('finding').find(([what]) => what === finding.what)?.[1] ?? 0
      if (times <= shownOfAKind) findings.push(finding)
    },
  }
  const { bffPid: pid } = world
  const plans = planFrom(document)
  const resident: number[] = [await residentOf(pid)]
  let next = only ?? 0
  let told = 0

  const isOver = () =>
    tally.total('request') >= wanted ||
    performance.now() - began > within ||
    (only !== undefined && next > only) ||
    !isAlive(pid)
  const browser = async (): Promise<void> => {
    while (!isOver()) {
      const number = next
      next += 1
      const [plan] = fc.sample(plans, { seed: seed + number * 7919, numRuns: 1 })
      if (plan !== undefined) await runCase(field, number, plan)
      const done = tally.total('request')
      if (done - told >= wanted / 10) {
        told = done
        resident.push(await residentOf(pid))
        options.progress?.(
          `${done} requests, ${findings.length} findings, ${Math.round((performance.now() - began) / 1000)} s, ${Math.round((resident.at(-1) ?? 0) / 1024)} MiB`,
        )
      }
      // The directory as it was: what was changed in it, others may want
      if (number % 200 === 199) await world.directory.restore()
    }
  }
  await Promise.all(Array.from({ length: only === undefined ? browsers : 1 }, browser))
  wire.close()
  resident.push(await residentOf(pid))

  const overall = (what: string): Finding => ({ case: -1, what, request: '', answer: '' })
  if (!isAlive(pid) || world.bffPid !== pid) findings.push(overall('the process is another than at the beginning'))
  const ready = await fetch(`${world.privateOrigin}/readyz`).catch(() => undefined)
  if (ready?.ok !== true) findings.push(overall('it is not ready afterwards'))
  for (const line of (await mishapsIn(options.logFile)).slice(0, 5)) findings.push(overall(`in its log: ${line}`))
  const settled = resident[Math.min(1, resident.length - 1)] ?? 0
  if ((resident.at(-1) ?? 0) - settled > growth)
    findings.push(overall(`it grew from ${settled} to ${String(resident.at(-1))} KiB`))
  const uncalled = callsOf(document).filter(
    ({ operation }) => !tally.of('answer').some(([name]) => name.startsWith(`${operation.operationId} `)),
  )
  if (wanted >= 3000 && only === undefined)
    for (const { operation } of uncalled) findings.push(overall(`${operation.operationId} was never called`))

  const seconds = (performance.now() - began) / 1000
  const requests = tally.total('request')
  const shown = findings.map(({ case: number, what, request, answer }) =>
    number < 0
      ? `- ${what}`
      : `- ${what}\n  again: --seed ${seed} --case ${number}\n${request}\n→ ${answer.slice(0, 1500)}`,
  )
  const text = [
    `${requests} requests in ${seconds.toFixed(0)} s (${(requests / seconds).toFixed(0)}/s), ${next} browsers, seed ${seed}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `by status:\n${inColumns(tally.of('status'))}`,
    `steps shown:\n${inColumns(tally.of('step'))}`,
    `how they came about:\n${inColumns(tally.of('request'))}`,
    `by call and answer:\n${inColumns(tally.of('answer'))}`,
    `memory, MiB: ${resident.map((kib) => Math.round(kib / 1024)).join(' ')}; store ${Math.round((await stat(world.store.replace('sqlite:', '')).catch(() => ({ size: 0 }))).size / 2 ** 20)} MiB`,
    `findings: ${seen.of('finding').length + findings.filter((one) => one.case < 0).length} kinds, ${seen.total('finding')} in all\n${inColumns(seen.of('finding'))}`,
    ...shown,
  ].join('\n\n')
  return { findings, requests, tally, text }
}
