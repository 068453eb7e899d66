import { chmod, copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { runPnpm } from './pnpm.ts'

export type ReleaseOptions = {
  /** The repository. */
  readonly root: string
  /** Where the release is made; emptied first. */
  readonly folder: string
  /** The built pages. */
  readonly pages: string
  /** The Node that goes along. */
  readonly node: string
}

/** Nothing that only tests need. */
const isShipped = (path: string): boolean => !/\.(test|suite)\.ts$/.test(path) && basename(path) !== 'testing'

/**
 * Runs a file of the release with the release's own Node, wherever it lies and whatever is installed there. What stands in
 * NODE_OPTIONS already has the last word.
 */
const launcher = (file: string, options = ''): string => `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
${options === '' ? '' : `export NODE_OPTIONS="${options} $NODE_OPTIONS"\n`}exec "$here/node" "$here/../bff/src/${file}" "$@"
`

/**
 * V8's generations of a process that serves, in MiB. A small young one takes a third less memory for the same CPU; of the old
 * one V8 lets the less pile up before it collects, the lower the bound (docs/performance.md).
 */
export const sparing = '--max-semi-space-size=4 --max-old-space-size=384'

/**
 * Everything that a machine needs to run Muster, with its Node: `bin/muster-server`, `bin/muster-relay`,
 * `bin/muster`. Packages are those of the lockfile, without what only development needs. Rejects when pnpm cannot install them.
 */
export async function makeRelease({ root, folder, pages, node }: ReleaseOptions): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(folder, 'bin'), { recursive: true })
  for (const name of ['bff', 'shared']) {
    await cp(join(root, name, 'src'), join(folder, name, 'src'), { recursive: true, filter: isShipped })
    await copyFile(join(root, name, 'package.json'), join(folder, name, 'package.json'))
  }
  for (const name of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'])
    await copyFile(join(root, name), join(folder, name))
  const { code, stdout, stderr } = await runPnpm(folder, [
    '--filter=@muster/bff',
    '--filter=@muster/shared',
    'install',
    '--prod',
    '--frozen-lockfile',
    '--prefer-offline',
    '--package-import-method=copy',
  ])
  if (code !== 0) throw new Error(`the packages could not be installed:\n${stdout}${stderr}`)

  // What the installation needed; a release is installed already.
  for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) await rm(join(folder, name))
  const { version }: { readonly version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  await writeFile(
    join(folder, 'package.json'),
    `${JSON.stringify({ name: 'muster', version, private: true, type: 'module' }, null, 2)}\n`,
  )
  await cp(pages, join(folder, 'web'), { recursive: true })
  if (existsSync(join(root, 'deploy'))) await cp(join(root, 'deploy'), join(folder, 'deploy'), { recursive: true })
  await copyFile(join(root, 'docs/third-party-licences.md'), join(folder, 'third-party-licences.md'))
  await copyFile(node, join(folder, 'bin/node'))
  await chmod(join(folder, 'bin/node'), 0o755)
  for (const [name, file, options] of [
    ['muster-server', 'main.ts', sparing],
    ['muster-relay', 'relay.ts', sparing],
    ['muster', 'muster.ts', ''],
  ] as const)
    await writeFile(join(folder, 'bin', name), launcher(file, options), { mode: 0o755 })
}
