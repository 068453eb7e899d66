import { execFile } from 'node:child_process'
import { chmod, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type SmallDisk = {
  readonly folder: string
  /** Takes every page that is free. */
  fill(): Promise<void>
  /** Gives them back. */
  free(): Promise<void>
  /** Nothing may be open there any more. */
  stop(): Promise<void>
}

const page = Buffer.alloc(4096)

/** A file system of its own, of so many MB, that belongs to `owner`. Needs root, and a machine that lets root mount. */
export const mountSmallDisk = async (
  megabytes: number,
  owner: { readonly uid: number; readonly gid: number } = { uid: 0, gid: 0 },
): Promise<SmallDisk> => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-disk-'))
  await chmod(folder, 0o755)
  const options = `size=${megabytes}m,mode=0700,uid=${owner.uid},gid=${owner.gid}`
  await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
  const filler = join(folder, 'filler')
  return {
    folder,
    fill: async () => {
      const file = await open(filler, 'w')
      try {
        for (;;) await file.write(page)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
      } finally {
        await file.close()
      }
    },
    free: () => rm(filler),
    stop: async () => {
      await run('umount', [folder])
      await rm(folder, { recursive: true })
    },
  }
}
