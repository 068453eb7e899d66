import { backupStore } from '@muster/bff/adapters/store-backup'
import { restoreStore } from '@muster/bff/adapters/store-restore'
import { openStore } from '@muster/bff/adapters/sql-open'
import { anAccount } from '@muster/bff/ports/store-fixtures'
import { begin, unique } from '@muster/bff/ports/store-under-test'
import { StoreUnavailable } from '@muster/bff/ports/store-unavailable'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkStore } from '../crash/check-store.ts'
import { mountSmallDisk, type SmallDisk } from '../world/small-disk.ts'

const page = 4096
const version = 'restore-full-disk'

let folder: string
let backup: string
let disk: SmallDisk
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-restore-'))
  const url = `sqlite:${join(folder, 'store.sqlite')}`
  const store = await openStore({ url })
  await store.migrate()
  await store.administration.applyAccounts([anAccount('acme')])
  // What is under way is ended by the restore: so much has to be written.
  for (let people = 0; people < 300; people += 1) await begin({ store, other: store, advance: () => undefined })
  await store.close()
  backup = join(folder, 'backup')
  await backupStore({ url, file: backup, version })
  disk = await mountSmallDisk(8)
})
afterAll(async () => {
  await disk.stop()
  await rm(folder, { recursive: true })
})

const restoreTo = (target: string) =>
  restoreStore({ file: backup, url: `sqlite:${target}`, keys: undefined, replace: true, endRequests: false })

test('wherever the disk is full in a restore, the old store stays and nothing is left beside; with room all of it is there', async () => {
  const target = join(disk.folder, 'store.sqlite')
  const before = unique('the old store')
  await writeFile(target, before)
  const filler = join(disk.folder, 'filler')
  await disk.fill()
  const { length: full } = await readFile(filler)
  const told = new Set<string>()
  for (let [pages, isDone] = [0, false]; !isDone; pages += 1) {
    expect(pages * page).toBeLessThan(full)
    await truncate(filler, full - pages * page)
    isDone = await restoreTo(target).then(
      () => true,
      (error: unknown) => {
        expect(error).toBeInstanceOf(StoreUnavailable)
        told.add(error instanceof Error ? error.message : '')
        return false
      },
    )
    if (isDone) break
    expect(await readFile(target, 'utf8')).toBe(before)
    // The last is the lock, which is nobody's.
    expect((await readdir(disk.folder)).toSorted()).toEqual(['filler', 'store.sqlite', 'store.sqlite-server'])
  }
  const { broken, enrollments } = await checkStore(`sqlite:${target}`, [])
  // They were put there by hand.
  expect(broken.filter((rule) => !rule.startsWith('an enrollment’s beginning is in the audit'))).toEqual([])
  expect(enrollments).toBe(300)
  for (const words of told) expect(words).toMatch(/ENOSPC|no room left|is the disk full|cannot be read or written/)
})

test('a copy whose log could not be written into it is not put in the store’s place', async () => {
  const target = join(folder, 'another.sqlite')
  const before = unique('the old store')
  await writeFile(target, before)
  const copy = `${target}.restoring`
  const restored = restoreTo(target)
  // Somebody who reads keeps the log from being written into the file.
  while (!existsSync(`${copy}-wal`)) await new Promise<void>((next) => setImmediate(next))
  const reader = new DatabaseSync(copy, { readOnly: true })
  reader.exec('begin; select count(*) from enrollment')
  await expect(restored).rejects.toThrow('could not be written whole')
  reader.close()
  expect(await readFile(target, 'utf8')).toBe(before)
})
