import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { syncNames } from './durable-file.ts'

/**
 * Puts a text in a file's place, whole or not at all: whoever reads it meanwhile, or after a crash, has the old or the
 * new one. It keeps its owner and what its group may; others may nothing. @throws where somebody else is at it.
 */
export const replaceFile = async (path: string, text: string): Promise<void> => {
  // A link stays one.
  const target = await realpath(path)
  const { mode, uid, gid } = await stat(target)
  const fresh = `${target}.new`
  const handle = await open(fresh, 'wx', 0o600)
  try {
    const made = await handle.stat()
    if (made.uid !== uid || made.gid !== gid) await handle.chown(uid, gid)
    await handle.chmod(0o600 | (mode & 0o040))
    await handle.writeFile(text)
    await handle.sync()
    await handle.close()
    await rename(fresh, target)
  } catch (error) {
    await handle.close()
    await rm(fresh, { force: true })
    throw error
  }
  await syncNames(target)
}
