import { describe, expect, test } from 'vitest'
import { judge, summed, totalLine } from './test-report.ts'

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
    expect(judge({ ...counts, failures: ['why'] }, run)).toEqual({ ...verdict, failures: ['why'] })
  })
})

test('the last line names what was not run only if there is any', () => {
  expect(totalLine({ passed: 3, failed: 0, notRun: 0 })).toBe('3 passed, 0 failed')
  expect(totalLine({ passed: 3, failed: 1, notRun: 2 })).toBe('3 passed, 1 failed, 2 not run')
})

test('parts add up, and every reason is kept', () => {
  expect(
    summed([
      { passed: 1, failed: 2, notRun: 3, failures: ['a', 'b'] },
      { passed: 10, failed: 1, notRun: 0, failures: ['c'] },
    ]),
  ).toEqual({ passed: 11, failed: 3, notRun: 3, failures: ['a', 'b', 'c'] })
})
