import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { cpuOf, cpuOfFamily, descriptorsOf, memoryOf } from './process-figures.ts'

const busyFor = (ms: number): string => `const until = process.cpuUsage().user + ${ms * 1000}
  while (process.cpuUsage().user < until) {}`

test('what a process has used grows with its work', async () => {
  const before = await cpuOf(process.pid)
  const until = process.cpuUsage().user + 100_000
  while (process.cpuUsage().user < until);
  expect((await cpuOf(process.pid)) - before).toBeGreaterThan(90)
  expect(await memoryOf(process.pid)).toBeGreaterThan(10)
  expect(await descriptorsOf(process.pid)).toBeGreaterThan(2)
})

test('of a family it does not shrink when a member ends', async () => {
  const child = spawn(process.execPath, ['-e', `${busyFor(300)}; setTimeout(() => {}, 60000)`], { stdio: 'ignore' })
  const { pid = 0 } = child
  const both = () => cpuOfFamily([process.pid, pid])
  await expect.poll(both, { timeout: 10_000 }).toBeGreaterThan((await cpuOf(process.pid)) + 300)
  const before = await both()
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await both()).toBeGreaterThan(before - 30)
})

test('and has its short-lived members, which nobody met', async () => {
  const before = await cpuOfFamily([process.pid])
  execFileSync(process.execPath, ['-e', busyFor(200)])
  expect((await cpuOfFamily([process.pid])) - before).toBeGreaterThan(190)
})

test('of none there is nothing', async () => {
  expect(await cpuOfFamily([])).toBe(0)
})
