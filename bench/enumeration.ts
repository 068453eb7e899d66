// Whether a stranger can tell who exists: `pnpm bench:enumeration [--tries 500] [--parallel 6] [--floor 400]`.
// Known and unknown names through the built portal with a real directory, answers byte for byte and their times.
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { startArena } from '@muster/attack/world/arena'
import { makePairs, openCounters } from './classes.ts'
import { print, rowOf } from './rows.ts'
import { tryNames } from './try-names.ts'
import { differ, relevance } from './two-samples.ts'

const { values: asked } = parseArgs({
  options: {
    tries: { type: 'string', default: '500' },
    parallel: { type: 'string', default: '6' },
    floor: { type: 'string', default: '400' },
  },
})
const [tries, parallel, floor] = [asked.tries, asked.parallel, asked.floor].map(Number)
if (!tries || !parallel || floor === undefined || Number.isNaN(floor))
  throw new Error('--tries, --parallel and --floor are numbers')

const arena = await startArena({
  name: 'bench-enumeration',
  // A directory that never locks: what it is asked five hundred times it must answer five hundred times alike.
  account: (account) => ({
    ...account,
    directories: (account.directories ?? []).map((directory) => ({ ...directory, lockoutThreshold: 0 })),
  }),
  ...(floor === 400 ? {} : { settings: { responseFloor: floor, ...(floor === 0 ? { responseFloorSpread: 0 } : {}) } }),
})
let failed = false
try {
  await arena.samba.setLockoutThreshold(0)
  const pairs = await makePairs(arena, parallel)
  const counters = openCounters(arena)
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, Node ${process.version}, ${parallel} at once, floor ${floor} ms; known / unknown`,
  )
  for (const mode of ['free', 'throttled'] as const)
    for (const call of ['identity', 'password', 'credentials'] as const) {
      const row = rowOf(call, mode, await tryNames({ arena, pairs, counters }, { call, mode, tries }))
      print(row)
      failed ||= !row.alike || (floor > 0 && differ(row.times))
    }
  counters.close()
  console.log(
    `"differs": p < ${relevance.alpha} by Mann–Whitney or Kolmogorov–Smirnov, and medians more than ${relevance.median} ms apart or D > ${relevance.distance}`,
  )
} finally {
  await arena.stop()
}
process.exit(failed ? 1 : 0)
