import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { mountSmallDisk, type SmallDisk } from '../world/small-disk.ts'
import { startUnderWay } from '../world/under-way.ts'
import { newBrowser } from '../world/walk.ts'

const run = promisify(execFile)

let arena: Arena
let disk: SmallDisk
beforeAll(async () => {
  disk = await mountSmallDisk(8)
  arena = await startArena({
    name: 'fault-sqlite',
    sqliteFolder: disk.folder,
    settings: { limits: { 'registrations-per-user': 100 } },
  })
})
afterAll(async () => {
  await arena.stop()
  await disk.stop()
})

test('an operator who holds the lock for long: nothing is written, everybody sees where they are', async () => {
  const people = await startUnderWay(arena)
  const operator = new DatabaseSync(join(disk.folder, 'muster.sqlite'), { timeout: 10_000 })
  operator.exec('BEGIN EXCLUSIVE')
  try {
    // Each call waits for the lock in the one thread, and others' before it.
    await people.expectTrouble({ within: 5_000, reads: true })
  } finally {
    operator.close()
  }
  await people.expectToGoOn()
})

test('a file that cannot be written any more', async () => {
  const people = await startUnderWay(arena)
  // The soft limit alone: it can be lifted again.
  const limitFiles = (bytes: string) =>
    run('prlimit', ['--pid', String(arena.portal.pid), `--fsize=${bytes}:unlimited`])
  await limitFiles('1')
  try {
    await people.expectTrouble({ within: 2_000, reads: true })
  } finally {
    await limitFiles('unlimited')
  }
  await people.expectToGoOn()
})

test('a full disk', async () => {
  const people = await startUnderWay(arena)
  await disk.fill()
  const opened = async () => (await newBrowser(arena).open('new-ad-1')).status
  let [tries, status] = [0, 201]
  for (; status === 201 && tries < 2_000; tries += 1) status = await opened()
  try {
    await people.expectTrouble({ within: 2_000, reads: true })
  } finally {
    await disk.free()
  }
  expect(await opened()).toBe(201)
  await people.expectToGoOn()
})
