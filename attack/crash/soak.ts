// Kills the portal under load: `pnpm soak [--rounds 200] [--engine sqlite|postgres] [--seed N] [--directory simulated|samba]`.
// The last line is the whole of it.
import { parseArgs } from 'node:util'
import { soak } from './soak-run.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    engine: { type: 'string', default: 'sqlite' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    directory: { type: 'string', default: 'simulated' },
  },
})
const [rounds, seed] = [Number(values.rounds), Number(values.seed)]
const { engine, directory } = values
if (
  !Number.isInteger(rounds) ||
  !Number.isInteger(seed) ||
  (engine !== 'sqlite' && engine !== 'postgres') ||
  (directory !== 'simulated' && directory !== 'samba')
) {
  console.error('Usage: pnpm soak [--rounds 200] [--engine sqlite|postgres] [--seed N] [--directory simulated|samba]')
  process.exit(2)
}

console.log(`seed ${seed}`)
const began = performance.now()
const result = await soak({ engine, rounds, seed, directory, report: (line) => console.log(line) })
for (const violation of result.violations) console.error(violation)
const minutes = ((performance.now() - began) / 60_000).toFixed(1)
console.log(
  `${engine}, seed ${seed}: ${result.rounds} kills in ${minutes} minutes, ${result.requests} requests (${result.cutOff} cut off, ${result.sorry} answered 5xx), ${result.enrollments} enrollments, ${result.devices} devices, ${result.violations.length} violations`,
)
process.exit(result.violations.length === 0 ? 0 : 1)
