// Has Prometheus' own promtool read the alert rules and the dashboard's expressions: `node scripts/alerts.ts`.
// Where there is no promtool nothing was checked but what scripts/observability.test.ts does: it says so in its last line.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const folder = join(import.meta.dirname, '../deploy/observability')

type Dashboard = { readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[] }

/** As Grafana fills its variables in. */
const filled = (expr: string): string =>
  expr
    .replaceAll('$__rate_interval', '5m')
    .replaceAll('$__range', '6h')
    .replaceAll(/\$(job|account)/g, '.+')

/** The dashboard's expressions as rules; YAML reads JSON. */
const asRules = ({ panels }: Dashboard): string =>
  JSON.stringify({
    groups: [
      {
        name: 'dashboard',
        rules: panels
          .flatMap(({ targets = [] }) => targets)
          .map(({ expr }, index) => ({ record: `dashboard:expression_${index}`, expr: filled(expr) })),
      },
    ],
  })

const scratch = await mkdtemp(join(tmpdir(), 'muster-alerts-'))
try {
  const panels = join(scratch, 'dashboard.json')
  await writeFile(panels, asRules(JSON.parse(await readFile(join(folder, 'grafana-dashboard.json'), 'utf8'))))
  const { stdout } = await run(process.env['PROMTOOL'] ?? 'promtool', [
    'check',
    'rules',
    join(folder, 'alerts.yaml'),
    panels,
  ])
  console.log(stdout)
} catch (error) {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  console.log(isMissing ? 'not checked: promtool is not here (Debian: prometheus)' : error)
  process.exitCode = isMissing ? 0 : 1
} finally {
  await rm(scratch, { recursive: true })
}
