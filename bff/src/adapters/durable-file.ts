import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StoreUnavailable } from '../ports/store-unavailable.ts'

/** Waits until what was written to a file is on the disk. */
export const syncFile = async (path: string): Promise<void> => {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

export const syncNames = async (path: string): Promise<void> => {
  // Windows opens no folders; there a name is on the disk when `rename` returns.
  if (process.platform === 'win32') return
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** What a file system says no with, told as a store's trouble; anything else stays what it is. */
export const fileTrouble = (error: unknown): unknown =>
  error instanceof Error && 'syscall' in error ? new StoreUnavailable(error.message, { cause: error }) : error
