import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of the repository. `test`: tests, and what only they use. */
export type SourceFile = { readonly path: string; readonly text: string; readonly kind: 'source' | 'test' | 'document' }

const testPath =
  /\.(test|test-d|suite|spec)\.tsx?$|\/testing\/|^(e2e|attack|bench)\/|^bff\/src\/(ports\/(store-fixtures|store-under-test|durations)|adapters\/store-suites)\.ts$/

const kindOf = (path: string): SourceFile['kind'] | undefined => {
  if (/\.(ts|tsx|mjs|js|css)$/.test(path)) return testPath.test(path) ? 'test' : 'source'
  return /\.(md|json|cjs|html|sh|py|yml|yaml)$/.test(path) && path !== 'pnpm-lock.yaml' ? 'document' : undefined
}

/** Every file that git has or would take, but for pictures and the lock file. */
export function readSourceFiles(root: string): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed.split('\0').flatMap((path) => {
    const kind = kindOf(path)
    const file = join(root, path)
    return kind !== undefined && existsSync(file) ? [{ path, kind, text: readFileSync(file, 'utf8') }] : []
  })
}

/** Its lines, without the empty one after the last. */
export const linesOf = ({ text }: Pick<SourceFile, 'text'>): readonly string[] => text.replace(/\n$/, '').split('\n')
