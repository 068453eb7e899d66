// The Worker bundles, without what has no place in it, and within its weight: `node scripts/check-edge.ts`, after the build.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { heaviestIn, type Metafile, misplacedIn } from './edge-bundle.ts'

const root = join(import.meta.dirname, '..')
/** Bytes as the platform counts them, compressed. A Worker may have three million (Cloudflare's free plan). */
const most = 320 * 1024
const kibibytes = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KiB`

const folder = await mkdtemp(join(tmpdir(), 'muster-edge-'))
try {
  const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js')
  const config = join(root, 'deploy/edge/wrangler.jsonc')
  await promisify(execFile)(
    process.execPath,
    [wrangler, 'deploy', '--dry-run', '--config', config, '--outdir', folder, '--metafile'],
    {
      cwd: root,
      env: { ...process.env, HOME: folder, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' },
    },
  )
  const metafile: Metafile = JSON.parse(await readFile(join(folder, 'bundle-meta.json'), 'utf8'))
  const script = await readFile(join(folder, 'edge.js'))
  const size = gzipSync(script).length
  const misplaced = misplacedIn(metafile)
  for (const what of misplaced) console.log(`has no place in a Worker: ${what}`)
  const parts = heaviestIn(metafile, 5).map(([name, bytes]) => `${name} ${kibibytes(bytes)}`)
  console.log(`${kibibytes(script.length)}, gzipped ${kibibytes(size)} (≤ ${kibibytes(most)}): ${parts.join(', ')}`)
  process.exitCode = misplaced.length === 0 && size <= most ? 0 : 1
} finally {
  await rm(folder, { recursive: true })
}
