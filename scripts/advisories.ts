// Fails on known critical advisories against what is shipped: `node scripts/advisories.ts [--registry <url>]`.
// Without a registry's answer nothing was checked: it says so in its last line, and fails nobody's build.
import { join } from 'node:path'
import { readAudit } from './audit-report.ts'
import { runPnpm } from './pnpm.ts'

const run = await runPnpm(
  join(import.meta.dirname, '..'),
  ['audit', '--prod', '--audit-level', 'critical', '--json', ...process.argv.slice(2)],
  // Its own retries take more than a minute where there is no network
  { env: { pnpm_config_fetch_retries: '0' }, timeout: 30_000 },
)
const audit = readAudit(run)
for (const line of audit.kind === 'critical' ? audit.lines : [audit.line]) console.log(line)
process.exitCode = audit.kind === 'critical' ? 1 : 0
