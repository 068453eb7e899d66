import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readPlaywrightReport, readVitestReport } from './read-test-report.ts'

const folder = await mkdtemp(join(tmpdir(), 'muster-report-'))
afterAll(() => rm(folder, { recursive: true }))

async function fileWith(content: unknown) {
  const file = join(folder, 'report.json')
  await writeFile(file, JSON.stringify(content))
  return file
}

test('a Vitest file that could not be loaded is one failure', async () => {
  const file = await fileWith({
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { name: 'a.test.ts', status: 'failed', message: 'Cannot find module x', assertionResults: [] },
      {
        name: 'b.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'adds', failureMessages: [] },
          {
            status: 'failed',
            fullName: 'takes away',
            failureMessages: ['\u001B[31mexpected 1\u001B[39m\n\n  to be 2'],
          },
        ],
      },
      { name: 'c.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
    ],
  })
  expect(await readVitestReport(file)).toEqual({
    passed: 3,
    failed: 2,
    skipped: 3,
    failures: ['a.test.ts: Cannot find module x', 'b.test.ts › takes away: expected 1 | to be 2'],
  })
})

test('a Playwright test that needed a second try failed, and so did an error outside any test', async () => {
  const file = await fileWith({
    stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 },
    errors: [{ message: 'no browser' }],
    suites: [
      {
        title: 'a.spec.ts',
        suites: [
          {
            title: 'with a code',
            specs: [
              {
                title: 'is enrolled',
                tests: [
                  { projectName: 'iPhone', status: 'flaky', results: [{ error: { message: 'Timed out' } }, {}] },
                  { projectName: 'Edge', status: 'expected', results: [{}] },
                ],
              },
            ],
          },
        ],
        specs: [{ title: 'is refused', tests: [{ projectName: 'Edge', status: 'unexpected', results: [{}] }] }],
      },
    ],
  })
  expect(await readPlaywrightReport(file)).toEqual({
    passed: 5,
    failed: 3,
    skipped: 2,
    failures: [
      'outside any test: no browser',
      'Edge › a.spec.ts › is refused: no reason given',
      'iPhone › with a code › is enrolled: Timed out',
    ],
  })
})

test('no report is an error, not a zero', async () => {
  await expect(readVitestReport(join(folder, 'absent.json'))).rejects.toThrow('absent.json')
})
