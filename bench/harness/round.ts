import type { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { BenchWorld, Portal } from './bench-world.ts'
import { createAgent, createClient } from './client.ts'
import { enroll, type Flow } from './enroll.ts'
import { percentilesOf, type Percentiles } from './figures.ts'
import { cpuOf, cpuOfFamily } from './process-figures.ts'

/** One round of enrollments. CPU in ms an enrollment, of the portal's processes and of the database's; times in ms. */
export type Round = {
  readonly enrollments: number
  readonly perSecond: number
  readonly cpu: number
  readonly databaseCpu: number
  readonly whole: Percentiles
  readonly calls: Readonly<Record<string, Percentiles>>
}

export type RoundOptions = {
  readonly world: BenchWorld
  readonly portal: Portal
  readonly flow: Flow
  readonly concurrency: number
  readonly enrollments: number
}

const cpuOfAll = async (pids: readonly number[]): Promise<number> =>
  (await Promise.all(pids.map(cpuOf))).reduce((sum, used) => sum + used, 0)

const cpuUsed = async ({ instances, database }: Portal) => ({
  portal: await cpuOfAll(instances.map(({ pid }) => pid)),
  database: await cpuOfFamily(await database()),
})

/** So many enrollments, so many at once, each by the next instance. @throws where one fails: nothing is left out. */
export const runRound = async ({ world, portal, flow, concurrency, enrollments }: RoundOptions): Promise<Round> => {
  // Two at once with one mailbox would take each other’s codes.
  if (concurrency > world.walkers.length) throw new Error(`there are only ${world.walkers.length} people`)
  const agent: Agent = createAgent()
  const whole: number[] = []
  const calls = new Map<string, number[]>()
  let begun = 0
  const walk = async (number: number): Promise<void> => {
    const walker = world.walkers[number % world.walkers.length]
    if (walker === undefined) throw new Error('nobody to enroll')
    while (begun < enrollments) {
      const instance = portal.instances[begun % portal.instances.length] ?? portal.first
      begun += 1
      const opened = performance.now()
      const times = await enroll(createClient(instance.origin, portal.origin, agent), flow, walker, world)
      whole.push(performance.now() - opened)
      for (const [name, ms] of times) calls.set(name, [...(calls.get(name) ?? []), ms])
    }
  }
  const mails = world.mail.received + enrollments * (flow.includes('code') ? 2 : 1)
  const before = await cpuUsed(portal)
  const began = performance.now()
  try {
    await Promise.all(Array.from({ length: concurrency }, (_, number) => walk(number)))
    const seconds = (performance.now() - began) / 1000
    // What waits in the outbox is this round’s work, too.
    while (world.mail.received < mails) await pause(20)
    const after = await cpuUsed(portal)
    return {
      enrollments,
      perSecond: enrollments / seconds,
      cpu: (after.portal - before.portal) / enrollments,
      databaseCpu: (after.database - before.database) / enrollments,
      whole: percentilesOf(whole),
      calls: Object.fromEntries([...calls].map(([name, times]) => [name, percentilesOf(times)])),
    }
  } finally {
    agent.destroy()
  }
}
