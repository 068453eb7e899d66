// `npm run demo` and `npm test`: from a bare machine with any Node >= 20 to everything running.
// Plain JavaScript with Node's own modules, since it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installDebianPackages } from './debian-packages.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const windows = process.platform === 'win32'
const [task, ...rest] = process.argv.slice(2)

/**
 * @param {string} message
 * @returns {never}
 */
function stopWith(message) {
  console.error(message)
  process.exit(1)
}

function installPackages() {
  const install = ['-y', 'pnpm@12.4.2', 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false']
  const done = spawnSync('npx', install, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: windows })
  if (done.status !== 0) stopWith('The packages could not be installed; the reason stands above.')
}

/** Node 24: the one among the packages, or else the one that runs this. */
function findNode() {
  const installed = join(root, 'node_modules/node/bin', windows ? 'node.exe' : 'node')
  const version = existsSync(installed) ? spawnSync(installed, ['--version'], { encoding: 'utf8' }).stdout : undefined
  if (version?.startsWith('v24.')) return installed
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return stopWith(
    `Node 24 is needed. The packages have none for this machine and this is ${process.version}: install Node 24.`,
  )
}

/**
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 */
function buildWeb(node, env) {
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const built = spawnSync(node, [vite, 'build'], { cwd: join(root, 'web'), env, encoding: 'utf8' })
  if (built.status !== 0) stopWith(`The web pages could not be built:\n${built.stdout}${built.stderr}`)
}

/**
 * Runs until its end. An interrupt is passed on once, though a terminal and npm may both deliver it: the child has a
 * process group of its own. A second one, a second later, is an impatient person's: it kills.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function runToTheEnd(node, args, env) {
  const child = spawn(node, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'], detached: !windows })
  /** @type {number | undefined} */
  let interruptedAt
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    if (interruptedAt === undefined) child.kill(signal)
    else if (Date.now() - interruptedAt > 1000) child.kill('SIGKILL')
    interruptedAt ??= Date.now()
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, passOn)
  // Whoever ends npm ends the shell between npm and this, and no signal arrives here.
  if (process.env.npm_lifecycle_event !== undefined) {
    const parent = process.ppid
    const watch = setInterval(() => {
      if (process.ppid === parent) return
      clearInterval(watch)
      passOn('SIGTERM')
    }, 500)
  }
  child.on('exit', (code, signal) => {
    // Ended by the signal that we passed on, before it could listen: that is an end as asked for, too.
    const asAsked = interruptedAt !== undefined && signal !== null && signal !== 'SIGKILL'
    process.exit(code ?? (asAsked ? 0 : 1))
  })
  child.on('error', (error) => stopWith(String(error)))
}

if (task !== 'demo' && task !== 'test') stopWith('Usage: node scripts/start.mjs demo|test')
installPackages()
const node = findNode()
const env = { ...process.env, PATH: [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter) }

if (task === 'demo') {
  buildWeb(node, env)
  runToTheEnd(node, ['demo/src/main.ts', ...rest], env)
} else {
  installDebianPackages()
  runToTheEnd(node, ['scripts/test.ts', ...rest], env)
}
