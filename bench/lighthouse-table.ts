import type { PageFile, PageRun } from './lighthouse-page.ts'

/** The middle of an odd number of numbers. */
export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

const kiB = (bytes: number): string => (bytes / 1024).toFixed(1)
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const figure = (name: string, value: number): string =>
  name === 'layout shift' ? value.toFixed(3) : `${Math.round(value)} ms`

/** Scores and times of each page, the median of its runs, as a table of Markdown. */
export const scoreTable = (pages: Readonly<Record<string, readonly PageRun[]>>): string => {
  const names = Object.keys(pages)
  const [first] = Object.values(pages)[0] ?? []
  if (first === undefined) return ''
  const line = (of: 'scores' | 'times', name: string) =>
    row([
      name,
      ...names.map((page) => {
        const value = median((pages[page] ?? []).map((run) => run[of][name] ?? Number.NaN))
        return of === 'scores' ? String(value) : figure(name, value)
      }),
    ])
  return [
    row(['', ...names]),
    row(['---', ...names.map(() => '---')]),
    ...Object.keys(first.scores).map((name) => line('scores', name)),
    ...Object.keys(first.times).map((name) => line('times', name)),
  ].join('\n')
}

const kinds = ['Document', 'Script', 'Stylesheet', 'Fetch', 'Image', 'Other'] as const
const kindOf = ({ kind }: PageFile): (typeof kinds)[number] => kinds.find((each) => each === kind) ?? 'Other'

/** What one run fetched: requests and bytes on the wire, headers included, by kind and file. */
export const fileTable = ({ files }: PageRun): string => {
  const sum = (some: readonly PageFile[]) => kiB(some.reduce((bytes, { transfer }) => bytes + transfer, 0))
  return [
    row(['kind', 'requests', 'KiB', 'files']),
    row(['---', '---', '---', '---']),
    ...kinds.flatMap((kind) => {
      const some = files.filter((file) => kindOf(file) === kind)
      const names = some.map(({ name, transfer }) => `${name} ${kiB(transfer)}`).join(', ')
      return some.length === 0 ? [] : [row([kind.toLowerCase(), String(some.length), sum(some), names])]
    }),
    row(['all', String(files.length), sum(files), '']),
  ].join('\n')
}
