// Budgets and conventions that no tool's rule knows: `node scripts/check-budgets.ts`.
import { join } from 'node:path'
import { measures, overBudget } from './budgets.ts'
import { misspelling, namelessFile, secretInside, skippedTest, unreasonedSuppression } from './conventions.ts'
import { readSourceFiles } from './source-files.ts'

/** These speak of what is forbidden. */
const exempt = /^scripts\/conventions(\.test)?\.ts$/

/** Declared from the catalogs: as long as the words are. */
const declared = /^web\/src\/messages\/(first|later)-messages\.ts$/

const files = readSourceFiles(join(import.meta.dirname, '..')).filter(
  ({ path }) => !exempt.test(path) && !declared.test(path),
)
const conventions = [namelessFile, unreasonedSuppression, secretInside, skippedTest, misspelling]
const findings = [...overBudget(files), ...conventions.flatMap((convention) => files.flatMap(convention))]

for (const finding of findings) console.log(finding)
console.log(measures(files))
process.exitCode = findings.length === 0 ? 0 : 1
