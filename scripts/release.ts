// What a machine needs, in one folder and one archive: `pnpm release`. The last line names the archive.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runNode } from './child-process.ts'
import { makeRelease } from './release-folder.ts'

const root = join(import.meta.dirname, '..')
const { version }: { readonly version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
if (!process.version.startsWith('v24.'))
  throw new Error(`a release takes Node 24 along, and this is ${process.version}`)

const vite = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn']
const code = await runNode(vite, { cwd: join(root, 'web'), env: {} })
if (code !== 0) throw new Error('the pages could not be built')

const name = `muster-${version}-${process.platform}-${process.arch}`
await makeRelease({
  root,
  folder: join(root, 'dist', name),
  pages: join(root, 'web/dist'),
  node: process.execPath,
})
const archive = `${name}.tar.gz`
await promisify(execFile)('tar', ['-czf', archive, '--owner=0', '--group=0', '--numeric-owner', name], {
  cwd: join(root, 'dist'),
})
console.log(join('dist', archive))
