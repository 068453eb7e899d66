// `pnpm fuzz [--requests N] [--seed S] [--minutes M] [--case C] [--home F]`: generated requests and mutated flows against the
// portal as it runs. `--home` is a folder of its own, on a fast disk if need be. Exit code 1 with findings.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startWorld } from '@muster/demo/world/start-world'
import { fuzz } from './fuzz.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    minutes: { type: 'string', default: '60' },
    case: { type: 'string' },
    home: { type: 'string', default: join(import.meta.dirname, `../../.test/fuzz-${process.pid}`) },
  },
})
const { home } = values
const world = await startWorld({ port: 0, home })
try {
  const { findings, text } = await fuzz(world, {
    requests: Number(values.requests),
    seed: Number(values.seed),
    within: Number(values.minutes) * 60_000,
    ...(values.case === undefined ? {} : { only: Number(values.case) }),
    logFile: join(home, 'portal.log'),
    progress: (line) => console.error(line),
  })
  console.log(text)
  process.exitCode = findings.length === 0 ? 0 : 1
} finally {
  await world.stop()
  await rm(home, { recursive: true, force: true })
}
