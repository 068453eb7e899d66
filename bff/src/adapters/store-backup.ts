import { open, rename, rm, stat } from 'node:fs/promises'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import type { Manifest } from './backup-manifest.ts'
import { fileTrouble, syncFile, syncNames } from './durable-file.ts'
import { checkDatabase, copyDatabase, writeManifest } from './sqlite-copy.ts'

export type BackupOptions = {
  readonly url: string
  /** Where the backup is to lie; nothing may lie there yet. */
  readonly file: string
  readonly version: string
}

export const fileOfStore = (url: string): string => {
  if (url.startsWith('sqlite:') && url !== 'sqlite::memory:') return url.slice('sqlite:'.length)
  throw new StoreUnavailable(
    'PostgreSQL has backups of its own: pg_dump --format=custom --file=<file> "$MUSTER_STORE", or a base backup with its write-ahead log for any moment; after either is restored run "muster restored" before a server begins (docs/fleet.md)',
  )
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/**
 * Copies a store while its server works. The name stands for a whole backup that was read again and is on the disk, or
 * for nothing: whoever is killed leaves at most `<file>.<process>.partial`.
 * @throws {StoreUnavailable} when something lies there, or the copy does not fit or cannot be read.
 */
export const backupStore = async ({ url, file, version }: BackupOptions): Promise<Manifest> => {
  const from = fileOfStore(url)
  if (await isThere(file)) throw new StoreUnavailable(`${file} is there already, and is not written over`)
  const partial = `${file}.${process.pid}.partial`
  try {
    // SQLite writes into an empty file, which nobody else may read.
    await (await open(partial, 'wx', 0o600)).close()
    copyDatabase(from, partial)
    const manifest = writeManifest(partial, version)
    checkDatabase(partial)
    await syncFile(partial)
    await rename(partial, file)
    await syncNames(file)
    return manifest
  } catch (error) {
    await rm(partial, { force: true })
    throw fileTrouble(error)
  }
}
