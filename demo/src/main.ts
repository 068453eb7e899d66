import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DemoConfigError, readDemoConfig } from './config.ts'
import { nginxObstacle } from './services/nginx.ts'
import { sambaObstacle } from './services/samba.ts'
import { startWorld } from './world/start-world.ts'
import type { World, WorldOptions } from './world/world-options.ts'

const root = join(import.meta.dirname, '../..')
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Ends with a sentence for people; a trace would only hide it. */
const fail = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

const whyNot = (error: unknown, { port }: WorldOptions): string => {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return `Port ${port} is taken, perhaps by another demo. Stop that, or choose another port: MUSTER_DEMO_PORT=${port + 100} npm run demo`
  return `The demo could not start: ${error instanceof Error ? error.message : String(error)}`
}

const read = (): WorldOptions => {
  try {
    return readDemoConfig(root)
  } catch (error) {
    if (error instanceof DemoConfigError) return fail(error.message)
    throw error
  }
}

const options = read()
if (options.directory === 'samba') {
  const obstacle = await sambaObstacle()
  if (obstacle !== undefined) fail(`Samba cannot run here: ${obstacle}`)
  say('Starting a Samba domain controller; the first time on a machine takes about a minute.')
}
if (options.pages === 'nginx') {
  const obstacle = nginxObstacle()
  if (obstacle !== undefined) fail(obstacle)
}
if (!existsSync(join(root, 'web/dist/index.html')))
  say('The pages are not built: only the API will answer. `npm run demo` builds them.')

let world: World | undefined
let stopping = false
const stop = async (): Promise<void> => {
  if (stopping) return
  stopping = true
  say('Stopping.')
  // Whoever interrupts while it starts does not wait for it: what it started is ended as soon as it is known.
  await (world ?? (await starting.catch(() => undefined)))?.stop()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())

const starting = startWorld(options)
try {
  world = await starting
} catch (error) {
  if (!stopping) fail(whyNot(error, options))
}
if (world !== undefined && !stopping) {
  const { origin, caFile } = world
  say('')
  say(`  Accounts, people and passwords  ${origin}/`)
  say(`  Mail                            ${origin}/demo/inbox`)
  say(`  Text messages                   ${origin}/demo/phone`)
  say(`  The portal's log                ${join(options.home, 'portal.log')}`)
  if (options.https === true) say(`  Authority to trust              ${caFile}`)
  say('')
  say(`Muster is ready at ${origin}`)
}
