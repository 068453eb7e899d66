import type { PnpmRun } from './pnpm.ts'

/** What an audit told. `unanswered` is neither good nor bad: nobody was asked. */
export type Audit =
  | { readonly kind: 'clean'; readonly line: string }
  | { readonly kind: 'critical'; readonly lines: readonly string[] }
  | { readonly kind: 'unanswered'; readonly line: string }

type Advisory = {
  readonly module_name: string
  readonly title: string
  readonly severity: string
  readonly url: string
  readonly findings: readonly { readonly version: string }[]
}

type Report = {
  readonly advisories: Readonly<Record<string, Advisory>>
  readonly metadata: { readonly vulnerabilities: Readonly<Record<string, number>>; readonly totalDependencies: number }
}

/** pnpm prints a report only where the registry gave one; without, its exit code means that it could not ask. */
const reportIn = (stdout: string): Report | undefined => {
  try {
    const report: Partial<Report> | null = JSON.parse(stdout)
    if (report?.advisories === undefined || report.metadata === undefined) return undefined
    return { advisories: report.advisories, metadata: report.metadata }
  } catch {
    return undefined
  }
}

const told = (advisory: Advisory): string =>
  `${advisory.module_name} ${advisory.findings.map(({ version }) => version).join(', ')}: ${advisory.title} (${advisory.severity}) ${advisory.url}`

/** Reads what `pnpm audit --audit-level critical --json` left. */
export function readAudit({ code, stdout }: PnpmRun): Audit {
  const report = reportIn(stdout)
  if (report === undefined) return { kind: 'unanswered', line: 'not checked: the registry does not answer' }
  const lines = Object.values(report.advisories).map(told)
  if (code !== 0 || lines.length > 0)
    return { kind: 'critical', lines: lines.length > 0 ? lines : ['critical advisories, which pnpm does not name'] }
  const less = Object.entries(report.metadata.vulnerabilities)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`)
  return {
    kind: 'clean',
    line: `${report.metadata.totalDependencies} packages without a critical advisory${less.length === 0 ? '' : ` (${less.join(', ')})`}`,
  }
}
