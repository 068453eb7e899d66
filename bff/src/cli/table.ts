/** Nothing stored may move the cursor or colour the terminal. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, '�')

/** Rows as columns of equal width, two blanks apart; no blanks at the ends of lines. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const cells = rows.map((row) => row.map(printable))
  const widths = cells.reduce<readonly number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, [...cell].length)),
    [],
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length))
      .join('  ')
      .trimEnd()
  return `${cells.map(line).join('\n')}\n`
}

/** A moment as people and machines read it alike; a dash where there is none. */
export const moment = (at: number | undefined): string => (at === undefined ? '-' : new Date(at).toISOString())
