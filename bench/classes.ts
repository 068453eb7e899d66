import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import type { Arena } from '@muster/attack/world/arena'

const run = promisify(execFile)

/** Somebody whom the directory knows, and somebody whom nobody knows, with names of one length. */
export type Pair = { readonly known: string; readonly unknown: string }

/** Pairs enough that no two tries under way share a name. */
export const makePairs = async (arena: Arena, count: number): Promise<readonly Pair[]> => {
  const pairs = Array.from({ length: count }, (_, index) => ({ known: `kai${index}`, unknown: `zoe${index}` }))
  const settings = join(arena.files.samba, 'data/smb.conf')
  for (const { known } of pairs)
    await run('/usr/bin/samba-tool', ['user', 'create', known, 'Directory-1!', '-s', settings])
  return pairs
}

export type Counters = ReturnType<typeof openCounters>

/** The store behind the portal's back: what a bench must be able to forget, and no product. */
export const openCounters = (arena: Arena) => {
  const db = new DatabaseSync(arena.files.sqlite, { timeout: 5000 })
  const forget = db.prepare('delete from attempt_budget where key like ?')
  return {
    /** As if nobody had ever failed with this name. */
    forgetFailures: (username: string): void => void forget.run(`%|${username}%`),
    /** What is spent stays spent for an hour. */
    holdSpent: (): void => {
      db.exec(`update attempt_budget set ends_at = ends_at + 3600000`)
      db.exec(`update rate_limit set arrival_at = arrival_at + 3600000 where name = 'name-per-user-and-address'`)
    },
    close: () => db.close(),
  }
}
