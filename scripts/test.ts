// All tests against real neighbours: `node scripts/test.ts [unit|e2e|attack|faults|shapes|devices|accessibility|every-shape]`.
// The last line is `N passed, N failed`, with `, N not run` where this machine lacks a neighbour.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { passOnInterrupts, runNode } from './child-process.ts'
import { caddyObstacle } from '../demo/src/services/caddy.ts'
import { nginxObstacle } from '../demo/src/services/nginx.ts'
import { webkitObstacle } from '../e2e/webkit/webkit-files.ts'
import { browserObstacle, startNeighbours } from './test-neighbours.ts'
import { broken, type Counts, judge, summed, totalLine, type Verdict } from './test-report.ts'
import { readPlaywrightReport, readVitestReport } from './read-test-report.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.test')
const playwright = join(root, 'e2e/node_modules/@playwright/test/cli.js')
/** A missing neighbour excuses a developer's machine, never CI. */
const inCi = (process.env['CI'] ?? '') !== ''
type Environment = Readonly<Record<string, string>>
type Part = (env: Environment, maySkip: boolean) => Promise<Verdict>

/** Runs one part's tests; the report is what they left, never an older run's. */
async function runPart(
  args: readonly string[],
  env: Environment,
  report: string,
  read: (file: string) => Promise<Counts>,
) {
  await rm(report, { force: true })
  const exitCode = await runNode(args, { cwd: root, env })
  const counts = await read(report).catch((error: unknown) => {
    console.error(`No result: ${String(error)}`)
    return { passed: 0, failed: 1, skipped: 0, failures: [`${report}: ${String(error)}`] }
  })
  return { exitCode, counts }
}

async function runVitest(name: string, chosen: readonly string[], env: Environment, maySkip: boolean) {
  const report = join(folder, `${name}.json`)
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...chosen]
  const { counts, exitCode } = await runPart(args, env, report, readVitestReport)
  return judge(counts, { exitCode, maySkip })
}

/** The pages as they are shipped; false when they could not be built. */
async function buildPages(env: Environment): Promise<boolean> {
  const build = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn']
  return (await runNode(build, { cwd: join(root, 'web'), env })) === 0
}

const unit: Part = (env, maySkip) => runVitest('unit', [], env, maySkip)

/** Projects of `attack/`, each with neighbours of its own, in front of the built product. */
const against =
  (name: string, projects: readonly string[]): Part =>
  async (env, maySkip) => {
    // None of them means anything without its neighbours
    if (maySkip) return { passed: 0, failed: 0, notRun: 1, failures: [] }
    if (!(await buildPages(env))) return broken('the pages could not be built')
    const chosen = ['--config', 'attack/vitest.config.ts', ...projects.flatMap((project) => ['--project', project])]
    return runVitest(name, chosen, env, maySkip)
  }

/** The tests in browsers, or those whose title or tag matches. */
async function inBrowsers(
  name: string,
  chosen: readonly string[],
  env: Environment,
  maySkip: boolean,
  build = buildPages,
) {
  const report = join(folder, `${name}-playwright.json`)
  const obstacle = browserObstacle(root)
  const listOnly = obstacle !== undefined && !inCi
  if (obstacle !== undefined) console.log(obstacle)
  if (!listOnly && !(await build(env))) return broken('the pages could not be built')
  const config = ['--config', 'e2e/playwright.config.ts']
  const args = [playwright, 'test', ...config, ...chosen, ...(listOnly ? ['--list'] : [])]
  const { counts, exitCode } = await runPart(
    [...args, `--reporter=${listOnly ? 'json' : 'line,json'}`],
    { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    report,
    readPlaywrightReport,
  )
  return judge(counts, { exitCode, maySkip: maySkip || listOnly })
}

/** Two runs in one checkout would take each other's directory away. */
async function holdFolder(): Promise<() => Promise<void>> {
  const file = join(folder, 'running')
  await mkdir(folder, { recursive: true })
  const holder = Number(await readFile(file, 'utf8').catch(() => ''))
  const command = holder > 0 ? await readFile(`/proc/${holder}/cmdline`, 'utf8').catch(() => '') : ''
  if (command.includes('test.ts')) throw new Error(`Tests already run in this checkout (process ${holder}).`)
  await writeFile(file, String(process.pid))
  return () => rm(file, { force: true })
}

const both =
  (one: Part, other: Part): Part =>
  async (env, maySkip) => {
    return summed([await one(env, maySkip), await other(env, maySkip)])
  }

/** What is missing is told and counted; where it is there, Playwright's configuration has its tests. */
const withAll =
  (part: Part): Part =>
  async (env, maySkip) => {
    const verdict = await part(env, maySkip)
    const found = inCi ? [] : [webkitObstacle(), nginxObstacle(), caddyObstacle()]
    const obstacles = found.filter((obstacle) => obstacle !== undefined)
    for (const obstacle of obstacles) console.log(`Not run: ${obstacle}`)
    return { ...verdict, notRun: verdict.notRun + obstacles.length }
  }

/** Everything on every device; too long for every time. */
const devices: Part = (env, maySkip) => inBrowsers('devices', [], { ...env, MUSTER_E2E_DEVICES: 'all' }, maySkip)

/** axe over every state in every look and language; the shorter choice of them is part of `e2e`. */
const accessibility: Part = (env, maySkip) =>
  inBrowsers(
    'accessibility',
    ['--project', 'Edge on Windows', '--grep', 'axe finds nothing'],
    { ...env, MUSTER_ACCESSIBILITY: 'all' },
    maySkip,
  )

/** What the portal consists of (`MUSTER_DEMO_SHAPE`); one process alone is what every other test meets. */
const shapes = ['two-instances', 'relay', 'edge']

/** The chosen tests in each of these shapes, one after the other, over the same pages. */
const inShapes =
  (chosenFor: (shape: string) => readonly string[], wanted: readonly string[]): Part =>
  async (env, maySkip) => {
    const built = (await buildPages(env)) ? async () => true : async () => false
    const verdicts: Verdict[] = []
    for (const shape of wanted) {
      const told = { ...env, MUSTER_DEMO_SHAPE: shape }
      const verdict = await inBrowsers(`shape-${shape}`, chosenFor(shape), told, maySkip, built)
      console.log(`${shape}: ${totalLine(verdict)}`)
      verdicts.push(verdict)
    }
    return summed(verdicts)
  }

const parts: Readonly<Record<string, Part>> = {
  unit,
  e2e: withAll((env, maySkip) => inBrowsers('e2e', ['--grep-invert', '@attack'], env, maySkip)),
  attack: both(against('attack', ['world', 'attacks', 'fuzz']), (env, maySkip) =>
    inBrowsers('attack', ['--grep', '@attack'], env, maySkip),
  ),
  faults: against('faults', ['crash', 'faults']),
  shapes: inShapes(() => ['--project', 'Edge on Windows', '--grep', '@every-shape'], shapes),
}

/** What compares other hosts with the server on Node is not asked of the edge. */
const wholeIn = (shape: string): readonly string[] => {
  const without = shape === 'edge' ? '@attack|@own-server' : '@attack'
  return ['--project', 'Edge on Windows', '--grep-invert', without]
}

/** Run when they are asked for by name. */
const byName: Readonly<Record<string, Part>> = {
  devices: withAll(devices),
  accessibility,
  'every-shape': inShapes(wholeIn, ['node', ...shapes]),
}
const every = { ...parts, ...byName }

async function runAll(wanted: readonly string[]): Promise<Verdict> {
  const verdicts: [string, Verdict, number][] = []
  let interrupted = false
  passOnInterrupts(() => {
    interrupted = true
  })
  const release = await holdFolder()
  try {
    const neighbours = await startNeighbours(folder)
    try {
      for (const obstacle of neighbours.obstacles) console.log(`Not run: ${obstacle}`)
      const maySkip = neighbours.obstacles.length > 0 && !inCi
      for (const [name, part] of Object.entries(every)) {
        const began = performance.now()
        if (wanted.includes(name) && !interrupted)
          verdicts.push([name, await part(neighbours.env, maySkip), performance.now() - began])
      }
    } finally {
      await neighbours.stop()
    }
  } finally {
    await release()
  }
  if (interrupted) verdicts.push(['interrupted', broken('interrupted'), 0])
  console.log('')
  for (const [name, { failures }] of verdicts)
    for (const failure of failures) console.log(`failed in ${name}: ${failure}`)
  for (const [name, verdict, took] of verdicts)
    console.log(`${name}: ${totalLine(verdict)} (${Math.round(took / 1000)} s)`)
  return summed(verdicts.map(([, verdict]) => verdict))
}

const asked = process.argv.slice(2)
const unknown = asked.find((name) => !(name in every))
if (unknown !== undefined) {
  console.error(`No such part: ${unknown}. Usage: node scripts/test.ts [${Object.keys(every).join('|')}]`)
  process.exit(2)
}
const total = await runAll(asked.length === 0 ? Object.keys(parts) : asked).catch((error: unknown): Verdict => {
  console.error(error)
  return broken('no part could be run')
})
console.log(totalLine(total))
process.exitCode = total.failed === 0 ? 0 : 1
