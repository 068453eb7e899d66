// How fast the first page is on a phone: `pnpm lighthouse [--runs 5]`, after `pnpm build`.
// Lighthouse's mobile preset on the built pages of a demo world; the reports go to `.test/lighthouse`.
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startWorld } from '@muster/demo/world/start-world'
import { launch } from 'chrome-launcher'
import { type PageRun, runPage } from './lighthouse-page.ts'
import { fileTable, scoreTable } from './lighthouse-table.ts'

const { values: asked } = parseArgs({ options: { runs: { type: 'string', default: '5' } } })
const runs = Number(asked.runs)
if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs is a number')

const root = join(import.meta.dirname, '..')
if (!existsSync(join(root, 'web/dist/index.html'))) throw new Error('nothing is built: `pnpm build` first')
const folder = join(root, '.test/lighthouse')
await mkdir(folder, { recursive: true })

const json = { 'Content-Type': 'application/json' }

/** The cookie of somebody who has said their name and is asked for the password. */
const cookieAtPassword = async (origin: string): Promise<string> => {
  const post = (path: string, body: unknown, cookie = '') =>
    fetch(origin + path, {
      method: 'POST',
      headers: { ...json, Origin: origin, ...(cookie === '' ? {} : { Cookie: cookie }) },
      body: JSON.stringify(body),
    })
  const opened = await post('/api/enrollment', { account: 'new-ad-2' })
  const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const named = await post('/api/enrollment/identity', { username: 'ana', domain: 'corp.example.test' }, cookie)
  if (!(await named.text()).startsWith('{"kind":"password"')) throw new Error('nobody is asked for a password')
  return named.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
}

const world = await startWorld({
  port: 0,
  home: join(root, '.test/lighthouse-world'),
  directory: 'simulated',
  quiet: true,
})
const debians = '/usr/bin/chromium'
const chrome = await launch({
  ...(existsSync(debians) ? { chromePath: debians } : {}),
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'],
})
const pages: Record<string, PageRun[]> = {}
try {
  const cookie = await cookieAtPassword(world.origin)
  const visits = [
    { name: 'first page', path: '/acme', headers: {} },
    { name: 'password page', path: '/new-ad-2', headers: { Cookie: cookie } },
  ]
  for (let turn = 1; turn <= runs; turn += 1)
    for (const { name, path, headers } of visits) {
      const { run, report } = await runPage(world.origin + path, chrome.port, headers)
      await writeFile(join(folder, `${name.replace(' ', '-')}-${turn}.json`), report)
      ;(pages[name] ??= []).push(run)
    }
} finally {
  chrome.kill()
  await world.stop()
}

console.log(
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}; medians of ${runs}\n`,
)
console.log(`${scoreTable(pages)}\n`)
for (const [name, [run]] of Object.entries(pages)) if (run !== undefined) console.log(`${name}\n\n${fileTable(run)}\n`)
console.log([...new Set(Object.values(pages).flatMap((each) => each.flatMap(({ below }) => below)))].join('\n'))
