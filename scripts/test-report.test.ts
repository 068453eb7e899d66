import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { judge, readPlaywrightReport, readVitestReport, totalLine } from './test-report.ts'

const folder = await mkdtemp(join(tmpdir(), 'muster-report-'))
afterAll(() => rm(folder, { recursive: true }))

async function fileWith(content: unknown) {
  const file = join(folder, 'report.json')
  await writeFile(file, JSON.stringify(content))
  return file
}

describe('reading', () => {
  test('a Vitest file that could not be loaded is one failure', async () => {
    const file = await fileWith({
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    })
    expect(await readVitestReport(file)).toEqual({ passed: 3, failed: 2, skipped: 3 })
  })

  test('a Playwright test that needed a second try failed, and so did an error outside any test', async () => {
    const file = await fileWith({
      stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 },
      errors: [{ message: 'no browser' }],
    })
    expect(await readPlaywrightReport(file)).toEqual({ passed: 5, failed: 3, skipped: 2 })
  })

  test('no report is an error, not a zero', async () => {
    await expect(readVitestReport(join(folder, 'absent.json'))).rejects.toThrow('absent.json')
  })
})

describe('judging', () => {
  const rows = [
    [
      'all passed',
      { passed: 2, failed: 0, skipped: 0 },
      { exitCode: 0, maySkip: false },
      { passed: 2, failed: 0, notRun: 0 },
    ],
    [
      'a skipped test failed',
      { passed: 2, failed: 0, skipped: 1 },
      { exitCode: 0, maySkip: false },
      { passed: 2, failed: 1, notRun: 0 },
    ],
    [
      'without a neighbour, a skipped test was not run',
      { passed: 2, failed: 0, skipped: 1 },
      { exitCode: 0, maySkip: true },
      { passed: 2, failed: 0, notRun: 1 },
    ],
    [
      'a process that failed without a failed test failed once',
      { passed: 2, failed: 0, skipped: 0 },
      { exitCode: 1, maySkip: false },
      { passed: 2, failed: 1, notRun: 0 },
    ],
    [
      'a failed test explains the exit code',
      { passed: 2, failed: 1, skipped: 0 },
      { exitCode: 1, maySkip: false },
      { passed: 2, failed: 1, notRun: 0 },
    ],
    [
      'no test at all failed once',
      { passed: 0, failed: 0, skipped: 0 },
      { exitCode: 0, maySkip: false },
      { passed: 0, failed: 1, notRun: 0 },
    ],
  ] as const

  test.each(rows)('%s', (_, counts, run, verdict) => {
    expect(judge(counts, run)).toEqual(verdict)
  })
})

test('the last line names what was not run only if there is any', () => {
  expect(totalLine({ passed: 3, failed: 0, notRun: 0 })).toBe('3 passed, 0 failed')
  expect(totalLine({ passed: 3, failed: 1, notRun: 2 })).toBe('3 passed, 1 failed, 2 not run')
})
