import { expect, test } from 'vitest'
import { tableOf } from './report.ts'

test('a table of Markdown is as wide as its widest cells', () => {
  expect(
    tableOf(
      ['call', 'ms'],
      [
        ['open', '1.5'],
        ['email-code', '12.25'],
      ],
    ),
  ).toBe(
    ['| call       | ms    |', '| ---------- | ----- |', '| open       | 1.5   |', '| email-code | 12.25 |'].join('\n'),
  )
})
