/** How many tests of one part ended how. `skipped` is not yet judged: see `judge`. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** A line for each test that failed, with the first words of why. */
  readonly failures: readonly string[]
}

export interface Verdict {
  readonly passed: number
  readonly failed: number
  readonly notRun: number
  readonly failures: readonly string[]
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
  return {
    passed: counts.passed,
    failed: silent || unexplained ? failed + 1 : failed,
    notRun,
    failures: counts.failures,
  }
}

/** The line that a run ends with. */
export function totalLine({ passed, failed, notRun }: Omit<Verdict, 'failures'>): string {
  return `${passed} passed, ${failed} failed${notRun === 0 ? '' : `, ${notRun} not run`}`
}

/** Whatever keeps a part from being run at all fails it once. */
export const broken = (why: string): Verdict => ({ passed: 0, failed: 1, notRun: 0, failures: [why] })

export function summed(verdicts: readonly Verdict[]): Verdict {
  const sum = (count: 'passed' | 'failed' | 'notRun') => verdicts.reduce((total, verdict) => total + verdict[count], 0)
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    notRun: sum('notRun'),
    failures: verdicts.flatMap(({ failures }) => failures),
  }
}
