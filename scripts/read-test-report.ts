import { readFile } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'

import type { Counts } from './test-report.ts'

/** A log may be seen from its end only, so that the reason is told there again, in a line. */
function failureLine(names: readonly string[], reason: string | undefined): string {
  const words = stripVTControlCharacters(reason ?? 'no reason given')
    .split('\n')
    .map((line) => line.trim())
  return `${names.join(' › ')}: ${words
    .filter((line) => line !== '')
    .slice(0, 6)
    .join(' | ')
    .slice(0, 600)}`
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
      readonly name: string
      readonly message?: string
      readonly assertionResults: readonly {
        readonly status: string
        readonly fullName?: string
        readonly failureMessages?: readonly string[]
      }[]
    }[]
  } = JSON.parse(await readFile(file, 'utf8'))
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...broken.map(({ name, message }) => failureLine([name], message)),
      ...report.testResults.flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === 'failed')
          .map(({ fullName = '', failureMessages }) => failureLine([name, fullName], failureMessages?.[0])),
      ),
    ],
  }
}

interface PlaywrightSuite {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly {
    readonly title: string
    readonly tests: readonly {
      readonly projectName: string
      readonly status: string
      readonly results: readonly { readonly error?: { readonly message?: string } }[]
    }[]
  }[]
}

function playwrightFailures({ title, suites = [], specs = [] }: PlaywrightSuite): readonly string[] {
  const own = specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) =>
        failureLine([projectName, title, spec.title], results.find(({ error }) => error !== undefined)?.error?.message),
      ),
  )
  return [...own, ...suites.flatMap(playwrightFailures)]
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
    readonly suites?: readonly PlaywrightSuite[]
    readonly errors: readonly { readonly message?: string }[]
  } = JSON.parse(await readFile(file, 'utf8'))
  const { expected, unexpected, flaky, skipped } = report.stats
  return {
    passed: expected,
    failed: unexpected + flaky + report.errors.length,
    skipped,
    failures: [
      ...report.errors.map(({ message }) => failureLine(['outside any test'], message)),
      ...(report.suites ?? []).flatMap(playwrightFailures),
    ],
  }
}
