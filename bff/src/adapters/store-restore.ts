import { chmod, constants, copyFile, rename, rm, stat } from 'node:fs/promises'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { foreignKeys, type Manifest } from './backup-manifest.ts'
import { fileTrouble, syncFile, syncNames } from './durable-file.ts'
import type { KeysFile } from './keys.ts'
import { type Ended, endInFlight, type RestoredOptions } from './sql-restored.ts'
import { openSession } from './sql-open.ts'
import { storeOver } from './sql-store.ts'
import { checkDatabase, dropManifest, readManifest } from './sqlite-copy.ts'
import { holdStore } from './sqlite-dialect.ts'
import { systemClock } from './system.ts'
import { fileOfStore } from './store-backup.ts'

export type RestoreOptions = Pick<RestoredOptions, 'endRequests' | 'lastServed'> & {
  readonly file: string
  /** `sqlite:/path/file.sqlite`: where the store is to lie. */
  readonly url: string
  /** Those that the server will have; none takes the backup whoever's it is. */
  readonly keys: KeysFile | undefined
  /** Whether a store may lie there, which is then kept beside. */
  readonly replace: boolean
}

export type Restored = { readonly manifest: Manifest; readonly ended: Ended; readonly kept: string | undefined }

const parts = ['', '-wal', '-shm'] as const

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

const assertKeys = async ({ keys, file }: RestoreOptions, manifest: Manifest): Promise<void> => {
  const foreign = keys === undefined ? [] : await foreignKeys(keys, manifest.keys ?? {})
  if (foreign.length > 0)
    throw new StoreUnavailable(
      `${file} was made under other keys (${foreign.join(', ')}): name the keys file that belongs to it, or say --other-keys`,
    )
}

const prepare = async (copy: string, options: RestoreOptions): Promise<Pick<Restored, 'manifest' | 'ended'>> => {
  checkDatabase(copy)
  const manifest = readManifest(copy)
  await assertKeys(options, manifest)
  dropManifest(copy)
  const session = openSession(`sqlite:${copy}`, 'operator', () => 0)
  try {
    const store = storeOver(session)
    await store.migrate()
    const { head, at, version } = manifest
    const found = await store.audit.verify(head)
    if (found.kind === 'broken')
      throw new StoreUnavailable(`the audit in ${options.file} is broken at line ${found.sequence} (${found.why})`)
    const told = { backupOf: at, version, head: `${head.sequence}:${head.hash}` }
    return { manifest, ended: await endInFlight(session, { ...options, told }) }
  } finally {
    await session.db.destroy()
  }
}

const moveAside = async (target: string): Promise<string | undefined> => {
  const kept = `${target}.before-${systemClock.now()}`
  let moved = false
  // A log that stayed would be written into the restored store.
  for (const part of parts)
    if (await isThere(`${target}${part}`)) {
      await rename(`${target}${part}`, `${kept}${part}`)
      moved = true
    }
  return moved ? kept : undefined
}

/**
 * Puts a backup in a store's place, with everything ended that was under way in it. The store is changed by its last
 * renaming alone; a crash before that leaves the old one, or none where it stood and all of it beside.
 * @throws {StoreUnavailable} beside a server, over a store unless `replace`, and where the backup is damaged, newer than
 * this program, not whole in its audit or of other keys.
 */
export const restoreStore = async (options: RestoreOptions): Promise<Restored> => {
  const { file, url, replace } = options
  const target = fileOfStore(url)
  if (!(await isThere(file))) throw new StoreUnavailable(`there is no backup at ${file}`)
  const letGo = holdStore(target)
  const copy = `${target}.restoring`
  const forget = async () => {
    for (const part of parts) await rm(`${copy}${part}`, { force: true })
  }
  try {
    if (!replace && (await isThere(target)))
      throw new StoreUnavailable(`there is a store at ${target}: with --replace it is kept beside, and replaced`)
    // An earlier restore may have died.
    await forget()
    await copyFile(file, copy, constants.COPYFILE_EXCL)
    await chmod(copy, 0o600)
    const prepared = await prepare(copy, options)
    // Closing writes the log into the file; SQLite does not say where it could not.
    if (await isThere(`${copy}-wal`))
      throw new StoreUnavailable(`${copy} could not be written whole: is the disk full?`)
    await syncFile(copy)
    const kept = await moveAside(target)
    await rename(copy, target)
    await syncNames(target)
    return { ...prepared, kept }
  } catch (error) {
    throw fileTrouble(error)
  } finally {
    await forget()
    letGo()
  }
}
