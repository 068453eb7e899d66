// Writes what the static hosts are told, from what Muster itself sends: `node scripts/static-hosts.ts`. With `--check` it
// fails where the files in deploy/static are stale. A deployment of its own: `--clouds global,us --bff https://… --out folder`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { cloudsNamed } from '../bff/src/domain/entra-clouds.ts'
import { hostFiles } from './static-host-files.ts'

const committed = join(import.meta.dirname, '../deploy/static')

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    clouds: { type: 'string', default: 'global' },
    bff: { type: 'string', default: 'https://muster.example.com' },
    out: { type: 'string', default: committed },
  },
})

for (const [name, text] of Object.entries(hostFiles(cloudsNamed(values.clouds), values.bff))) {
  const file = join(values.out, name)
  if (!values.check) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is stale: run \`node scripts/static-hosts.ts\``)
    process.exitCode = 1
  }
}
