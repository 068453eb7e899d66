// All static checks: `node scripts/check.ts [name …]`. The last line is `N passed, N failed`, with `, N not run` where
// one had nobody to ask.
// One after the other: each of them uses every core by itself.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { totalLine } from './test-report.ts'

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)
const packages = ['shared', 'bff', 'web', 'web/worker', 'demo', 'e2e', 'attack', 'bench', 'scripts']
const imports = [
  'shared/src',
  'bff/src',
  'web/src',
  'web/build',
  'web/worker',
  'web/vite.config.ts',
  'web/catalogs',
  'demo/src',
  'e2e',
  'attack',
  'bench',
  'scripts',
]

/** What Node runs: a script of ours, or a package's command. */
type Command = {
  readonly of: 'script' | 'package'
  readonly name: string
  readonly args: readonly string[]
  readonly cwd?: string
}

const script = (name: string, ...args: readonly string[]): Command => ({ of: 'script', name, args })
const tool = (name: string, ...args: readonly string[]): Command => ({ of: 'package', name, args })

/** The checks in their order: what is quick to run and quick to mend comes first. */
const checks: Readonly<Record<string, readonly Command[]>> = {
  format: [tool('oxfmt', '--check')],
  lint: [tool('oxlint')],
  types: packages.map((name) => tool('typescript:tsc', '-p', name)),
  boundaries: [tool('dependency-cruiser:depcruise', '--output-type', 'err-long', ...imports)],
  'dead-code': [tool('knip', '--no-progress')],
  budgets: [script('check-budgets.ts')],
  diagram: [script('enrollment-flow.ts', '--check')],
  'message-types': [script('message-types.ts', '--check')],
  'static-hosts': [script('static-hosts.ts', '--check')],
  build: [{ ...tool('vite', 'build', '--logLevel', 'warn'), cwd: join(root, 'web') }],
  size: [tool('size-limit')],
  bundle: [script('check-bundle.ts')],
  edge: [script('check-edge.ts')],
  alerts: [script('alerts.ts')],
  supply: [script('supply.ts', 'check')],
  advisories: [script('advisories.ts')],
}

/** The file behind a package's command, `package` or `package:command`. */
async function commandFile(name: string): Promise<string> {
  const [packageName = name, command = packageName] = name.split(':')
  const folder = join(root, 'node_modules', packageName)
  const manifest: { readonly bin: string | Readonly<Record<string, string>> } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  )
  const file = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command]
  if (file === undefined) throw new Error(`${packageName} has no command ${command}`)
  return join(folder, file)
}

/** What the commands printed, and whether all went well. Every one runs, so that one run tells everything. */
async function perform(commands: readonly Command[]): Promise<{ readonly ok: boolean; readonly output: string }> {
  let ok = true
  let output = ''
  for (const { of, name, args, cwd = root } of commands) {
    const file = of === 'script' ? join(root, 'scripts', name) : await commandFile(name)
    const outcome = await run(process.execPath, [file, ...args], { cwd, maxBuffer: 64 * 1024 * 1024 }).catch(
      (error: Error & { readonly stdout?: string; readonly stderr?: string }) => {
        ok = false
        const { stdout = '', stderr = '', message } = error
        return { stdout, stderr: stdout + stderr === '' ? message : stderr }
      },
    )
    output += outcome.stdout + outcome.stderr
  }
  return { ok, output }
}

const asked = process.argv.slice(2)
const unknown = asked.find((name) => !(name in checks))
if (unknown !== undefined) {
  console.error(`No such check: ${unknown}. There are: ${Object.keys(checks).join(' ')}`)
  process.exit(2)
}

/** A check that says this has found nothing out: it counts neither as passed nor as failed. */
const notChecked = /^not checked: .*$/m

let failed = 0
let passed = 0
let notRun = 0
for (const [name, commands] of Object.entries(checks)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const began = performance.now()
  const { ok, output } = await perform(commands)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const unanswered = ok ? notChecked.exec(output)?.[0] : undefined
  if (unanswered !== undefined) notRun += 1
  else if (ok) passed += 1
  else failed += 1
  console.log(`${ok ? (unanswered === undefined ? 'passed' : 'not run') : 'FAILED'}  ${name}  ${seconds} s`)
  if (unanswered !== undefined) console.log(`    ${unanswered}\n`)
  if (!ok || ['budgets', 'edge'].includes(name)) console.log(`${output.trim().replaceAll(/^/gm, '    ')}\n`)
}
console.log(totalLine({ passed, failed, notRun }))
process.exitCode = failed === 0 ? 0 : 1
