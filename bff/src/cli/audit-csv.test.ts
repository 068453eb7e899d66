import { describe, expect, test } from 'vitest'
import { csv } from './audit-csv.ts'

describe('rows as CSV', () => {
  test('end in CR LF, and quote what would end a cell or a row', () => {
    expect(csv([['a', 'b,c', 'say "no"', 'two\nlines', '']])).toBe('a,"b,c","say ""no""","two\nlines",\r\n')
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('%j is no formula', (cell) => {
    expect(csv([[cell]])).toMatch(/^"?'/)
  })

  test('a formula that needs quotes is none either', () => {
    expect(csv([['=HYPERLINK("https://evil.example","x")']])).toBe(`"'=HYPERLINK(""https://evil.example"",""x"")"\r\n`)
  })

  test('other cells are as they were', () => {
    expect(csv([['2026-11-25T09:00:00.000Z', 'acme', '{}', "o'neil", 'a-b', '7']])).toBe(
      "2026-11-25T09:00:00.000Z,acme,{},o'neil,a-b,7\r\n",
    )
  })
})
