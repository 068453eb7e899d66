import { stringify } from 'csv-stringify/sync'

/** Rows as RFC 4180 has them. No cell is a formula to a spreadsheet: those that would be one begin with an apostrophe. */
export const csv = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((row) => [...row]),
    // By itself it quotes the delimiter alone, and half a one ends a row for many a reader.
    { escape_formulas: true, record_delimiter: 'windows', quoted_match: /[\r\n]/ },
  )
