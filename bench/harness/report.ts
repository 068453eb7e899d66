import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../results')

/** What a figure depends on beside the program. */
const machine = () => ({
  date: new Date().toISOString().slice(0, 16),
  processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  load: loadavg().map((load) => Math.round(load * 10) / 10),
  node: process.version,
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: folder.replace(/results$/, '') })
    .toString()
    .trim(),
})

/** Rows as a table of Markdown, columns as wide as their widest cell. */
export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((title, column) =>
    Math.max(3, ...[title, ...rows.map((row) => row[column] ?? '')].map((cell) => [...cell].length)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** Prints a bench's table under its title and keeps its figures as `bench/results/{name}.json`. */
export const report = async (
  name: string,
  figures: unknown,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<void> => {
  const on = machine()
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify({ bench: name, machine: on, figures }, null, 2)}\n`)
  console.log(`\n${name}: ${on.date}, ${on.processor}, load ${on.load.join(' ')}, Node ${on.node}, ${on.commit}\n`)
  console.log(tableOf(head, rows))
}
