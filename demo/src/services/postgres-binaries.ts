import { execFile } from 'node:child_process'
import { access, constants, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const debianFolder = '/usr/lib/postgresql'

/** The folder of the newest installed PostgreSQL's `initdb`, `postgres` and `createdb`, or undefined. */
export async function findPostgresBinaries(): Promise<string | undefined> {
  const debian = await readdir(debianFolder).catch(() => [])
  const newestFirst = debian
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(debianFolder, version, 'bin'))
  const onPath = (process.env['PATH'] ?? '').split(':').filter((folder) => folder !== '')
  for (const folder of [...newestFirst, ...onPath]) {
    const found = await access(join(folder, 'initdb'), constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return folder
  }
  return undefined
}

/** Whom PostgreSQL runs as: it refuses root, so root lends it Debian's user `postgres`. */
export async function postgresUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const run = promisify(execFile)
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])])
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

/** Whether any user may walk into this folder. Parts that do not exist yet count as open. */
export async function isOpenToAll(folder: string): Promise<boolean> {
  const mode = await stat(folder).then(
    (found) => found.mode,
    () => 0o001,
  )
  if ((mode & 0o001) === 0) return false
  return dirname(folder) === folder || isOpenToAll(dirname(folder))
}
