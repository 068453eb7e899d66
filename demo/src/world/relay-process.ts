import { join } from 'node:path'
import { freePort } from '../services/free-port.ts'
import { type BffProcess, startBff } from './bff-process.ts'
import { musterCommand } from './muster-command.ts'

/** A relay between a portal and the company, to be killed and started again at the same address. */
export type Relay = {
  readonly url: string
  readonly privateOrigin: string
  /** For the portal's MUSTER_RELAY_FILE. */
  readonly portalFile: string
  readonly keysFile: string
  readonly logFile: string
  /** Starts it and waits until it is ready; `env` stays for later starts. */
  start(env?: Readonly<Record<string, string>>): Promise<void>
  /** SIGKILL: at once, in the middle of whatever it does. */
  kill(): Promise<void>
  stop(): Promise<void>
}

export type RelayOptions = {
  /** The repository. */
  readonly root: string
  /** The folder for its two files and its log. */
  readonly home: string
  /** Where its mail server and its secrets are. */
  readonly env: Readonly<Record<string, string>>
  /** A free one unless said otherwise. */
  readonly port?: number
  /** Where the portal asks it; its own address unless said otherwise. */
  readonly reachedAt?: string
  /** The portal that it calls upon to send its mail; none where that has background work of its own. */
  readonly portal?: string
}

const patience = 4000

/** Makes both files as an operator would, and starts the relay. */
export const startRelay = async (options: RelayOptions): Promise<Relay> => {
  const { root, home, env, reachedAt, portal } = options
  const [port, privatePort] = [options.port ?? (await freePort()), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const privateOrigin = `http://127.0.0.1:${privatePort}`
  const keysFile = join(home, 'relay-keys.json')
  const portalFile = join(home, 'relay.json')
  const logFile = join(home, 'relay.log')
  const made = await musterCommand(
    root,
    {},
  )([
    'relay',
    'init',
    keysFile,
    portalFile,
    '--url',
    reachedAt ?? url,
    ...(portal === undefined ? [] : ['--portal', portal]),
  ])
  if (made.code !== 0) throw new Error(`the relay's files could not be made:\n${made.stderr}`)
  let changed: Readonly<Record<string, string>> = {}
  let running: BffProcess | undefined
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const process = running
    running = undefined
    await process?.end(signal, patience)
  }
  const relay: Relay = {
    url,
    privateOrigin,
    portalFile,
    keysFile,
    logFile,
    start: async (more = {}) => {
      changed = { ...changed, ...more }
      running = await startBff({
        root,
        program: 'bff/src/relay.ts',
        env: {
          MUSTER_PROFILE: 'demo',
          MUSTER_RELAY_KEYS_FILE: keysFile,
          MUSTER_RELAY_PORT: String(port),
          MUSTER_RELAY_PRIVATE_PORT: String(privatePort),
          ...env,
          ...changed,
        },
        logFile,
        readyUrl: `${privateOrigin}/readyz`,
      })
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
  await relay.start()
  return relay
}
