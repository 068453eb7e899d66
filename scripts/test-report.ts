import { readFile } from 'node:fs/promises'

/** How many tests of one part ended how. `skipped` is not yet judged: see `judge`. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export interface Verdict {
  readonly passed: number
  readonly failed: number
  readonly notRun: number
}

/**
 * Counts Vitest's JSON report. A file that could not even be loaded holds no tests and counts as one failure.
 * Rejects when there is no report.
 */
export async function readVitestReport(file: string): Promise<Counts> {
  const report: {
    readonly numPassedTests: number
    readonly numFailedTests: number
    readonly numPendingTests: number
    readonly numTodoTests: number
    readonly testResults: readonly {
      readonly status: string
      readonly assertionResults: readonly { readonly status: string }[]
    }[]
  } = JSON.parse(await readFile(file, 'utf8'))
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/**
 * Counts Playwright's JSON report. A test that passed only on a second try failed; so did a run with an error outside
 * any test. Rejects when there is no report.
 */
export async function readPlaywrightReport(file: string): Promise<Counts> {
  const report: {
    readonly stats: {
      readonly expected: number
      readonly unexpected: number
      readonly flaky: number
      readonly skipped: number
    }
    readonly errors: readonly unknown[]
  } = JSON.parse(await readFile(file, 'utf8'))
  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped }
}

/**
 * Turns counts into a verdict. A skipped test failed, unless a neighbour is missing that tests may skip for.
 * A part that passed nothing and failed nothing, or failed as a process without a failed test, failed once.
 */
export function judge(counts: Counts, run: { readonly exitCode: number; readonly maySkip: boolean }): Verdict {
  const failed = counts.failed + (run.maySkip ? 0 : counts.skipped)
  const notRun = run.maySkip ? counts.skipped : 0
  const silent = counts.passed + failed + notRun === 0
  const unexplained = run.exitCode !== 0 && failed === 0
  return { passed: counts.passed, failed: silent || unexplained ? failed + 1 : failed, notRun }
}

/** The line that a run ends with. */
export function totalLine({ passed, failed, notRun }: Verdict): string {
  return `${passed} passed, ${failed} failed${notRun === 0 ? '' : `, ${notRun} not run`}`
}
