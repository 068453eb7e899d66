import { linesOf, type SourceFile } from './source-files.ts'

/** Small files with one idea each; numbers measured on codebases that engineers hold up as models. */
export const budgets = { medianLines: 60, lines: 250, exports: 6, foldersBelowSrc: 3, readmeLines: 150 } as const

const isModule = ({ path }: SourceFile): boolean => /\.(ts|tsx|mjs|js)$/.test(path)
/** What a script declares from other files is as long as they are. */
const isDeclared = ({ text }: SourceFile): boolean => text.startsWith('// Declared by `node ')
const isComment = (line: string): boolean => /^\s*(\/\/|\/\*|\*)/.test(line)

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

/** Values a module exports. Types ride along: a union and its members are one idea. */
const exportsOf = (file: SourceFile): number =>
  linesOf(file).reduce((count, line) => {
    const list = /^export \{([^}]*)\}/.exec(line)?.[1]
    if (list !== undefined)
      return count + list.split(',').filter((name) => name.trim() !== '' && !/^\s*type\s/.test(name)).length
    return /^export (default|async|const|let|function|class|\*)\s/.test(line) ? count + 1 : count
  }, 0)

/** Everything over its budget, one sentence each. `shared` is lists of words: its exports are not counted; style sheets are long by nature. */
export function overBudget(files: readonly SourceFile[]): string[] {
  const sources = files.filter((file) => file.kind === 'source' && isModule(file))
  const middle = median(sources.map((file) => linesOf(file).length))
  const over = (path: string, what: string, is: number, most: number) =>
    is > most ? [`${path}: ${is} ${what}, at most ${most}`] : []
  return [
    ...over('source files', 'lines in the median', middle, budgets.medianLines),
    ...sources
      .filter((file) => !isDeclared(file))
      .flatMap((file) => over(file.path, 'lines', linesOf(file).length, budgets.lines)),
    ...sources
      .filter(({ path }) => !path.startsWith('shared/'))
      .flatMap((file) => over(file.path, 'exports', exportsOf(file), budgets.exports)),
    ...sources.flatMap(({ path }) => over(path, 'folders below src', foldersBelowSrc(path), budgets.foldersBelowSrc)),
    ...files
      .filter(({ path }) => path === 'README.md')
      .flatMap((file) => over(file.path, 'lines', linesOf(file).length, budgets.readmeLines)),
  ]
}

const foldersBelowSrc = (path: string): number => {
  const [, below] = path.split('/src/')
  return below === undefined ? 0 : below.split('/').length - 1
}

/** The numbers that are watched, not held. */
export function measures(files: readonly SourceFile[]): string {
  const modules = files.filter((file) => isModule(file) && /^(shared|bff|web)\//.test(file.path))
  const [source, test] = (['source', 'test'] as const).map((kind) =>
    modules.filter((file) => file.kind === kind).flatMap((file) => linesOf(file).filter((line) => line.trim() !== '')),
  )
  const lengths = files.filter((file) => file.kind === 'source' && isModule(file)).map((file) => linesOf(file).length)
  const written = source ?? []
  const comments = share(written.filter(isComment).length, written.length)
  const tests = share(test?.length ?? 0, written.length)
  return `${lengths.length} modules, median ${median(lengths)} lines, longest ${Math.max(0, ...lengths)}; comments ${(100 * comments).toFixed(1)} % (5–10); tests ${tests.toFixed(2)} × source in shared, bff and web (≥ 1.0)`
}
