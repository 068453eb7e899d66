// Nothing of the development world is in what `vite build` wrote: `node scripts/check-bundle.ts`, after the build.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { developmentIn, lostMarkers, markers, type TextFile } from './development-only.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string): TextFile => ({ path: relative(root, path), text: readFileSync(path, 'utf8') })

const built = readdirSync(join(root, 'web/dist'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => read(join(entry.parentPath, entry.name)))
const sources = markers.map(({ of }) => read(join(root, of)))

const findings = [...developmentIn(built), ...lostMarkers(sources)]
// An empty folder holds nothing of anything.
if (!built.some(({ path }) => path.endsWith('.js'))) findings.push('web/dist: nothing is built')
for (const finding of findings) console.log(finding)
process.exitCode = findings.length === 0 ? 0 : 1
