import { fork } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sparing } from '../../scripts/release-folder.ts'
import type { RecordedCall } from './recording.ts'

export type Floor = { readonly at: string; readonly pid: number; readonly stop: () => void }

/** Starts the floor, which knows these calls and asks `store` what stands in them; they go to it by way of `file`. */
export const startFloor = async (file: string, calls: readonly RecordedCall[], store: string): Promise<Floor> => {
  await writeFile(file, JSON.stringify(calls))
  const child = fork(join(import.meta.dirname, 'floor-server.ts'), [file, store], { execArgv: sparing.split(' ') })
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('message', (word: { readonly port: number }) => resolve(word.port))
  })
  return { at: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => child.disconnect() }
}
