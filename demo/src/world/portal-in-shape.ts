import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../services/free-port.ts'
import { type BffProcess, startBff } from './bff-process.ts'
import { startEdge } from './edge-process.ts'
import type { Relay } from './relay-process.ts'
import { type Supervisor, supervise, together } from './supervisor.ts'
import type { WorldFiles } from './world-files.ts'
import type { Shape, World } from './world-options.ts'

type Ports = { readonly open: number; readonly hidden: number }
type Environment = Readonly<Record<string, string>>
type Launch = (clockOffset: number) => Promise<BffProcess>

export type PortalOptions = {
  readonly root: string
  readonly home: string
  readonly shape: Shape
  readonly files: WorldFiles
  readonly ports: readonly [Ports, ...Ports[]]
  readonly store: string
  readonly webRoot: string | undefined
  readonly relay: Relay | undefined
  /** How a process reaches the mail server, where no relay does. */
  readonly mail: Environment
  /** For every runtime. */
  readonly told: Environment
  /** The portal asks the simulated Entra by its public address, whose authority it must trust then. */
  readonly https: boolean
  readonly runMuster: World['runMuster']
  readonly clockOffset: number
  readonly report: (line: string) => void
}

const onePair = async (): Promise<Ports> => ({ open: await freePort(), hidden: await freePort() })

/** One pair of ports for each instance. */
export const portsFor = async (shape: Shape): Promise<readonly [Ports, ...Ports[]]> =>
  shape === 'two-instances' ? [await onePair(), await onePair()] : [await onePair()]

const onNode = (options: PortalOptions, { open, hidden }: Ports, number: number): Launch => {
  const { root, files, relay, mail, told, https, store, webRoot } = options
  const env = {
    ...told,
    ...(relay === undefined ? mail : { MUSTER_RELAY_FILE: relay.portalFile }),
    MUSTER_HOST: '127.0.0.1',
    MUSTER_PORT: String(open),
    MUSTER_PRIVATE_PORT: String(hidden),
    MUSTER_STORE: store,
    MUSTER_KEYS_FILE: files.keys,
    MUSTER_SECRETS_FOLDER: files.secrets,
    ...(webRoot === undefined ? {} : { MUSTER_WEB_ROOT: webRoot }),
    ...(https ? { NODE_EXTRA_CA_CERTS: files.ca } : {}),
  }
  return (clockOffset) =>
    startBff({
      root,
      env: { ...env, MUSTER_TEST_CLOCK_OFFSET: String(clockOffset) },
      logFile: number === 0 ? files.bffLog : files.bffLog.replace(/\.log$/, `-${number + 1}.log`),
      readyUrl: `http://127.0.0.1:${hidden}/readyz`,
    })
}

const onOneLine = async (file: string): Promise<string> => JSON.stringify(JSON.parse(await readFile(file, 'utf8')))

const atEdge = async (options: PortalOptions, { open }: Ports): Promise<Launch> => {
  const { root, home, files, relay, told, https, store, webRoot, runMuster } = options
  if (relay === undefined) throw new Error('the edge needs a relay')
  const noPages = join(home, 'no-pages')
  if (webRoot === undefined) await mkdir(noPages, { recursive: true })
  // It makes no tables itself.
  const { code, stderr } = await runMuster(['migrate'])
  if (code !== 0) throw new Error(`the tables could not be made:\n${stderr}`)
  const secrets = { MUSTER_KEYS: await onOneLine(files.keys), MUSTER_RELAY: await onOneLine(relay.portalFile) }
  return (clockOffset) =>
    startEdge({
      root,
      home,
      port: open,
      vars: { ...told, MUSTER_TEST_CLOCK_OFFSET: String(clockOffset) },
      secrets,
      store,
      pages: webRoot ?? noPages,
      logFile: files.bffLog,
      ...(https ? { caFile: files.ca } : {}),
    })
}

/** Starts the portal in its shape, and keeps it running. */
export const startPortal = async (options: PortalOptions): Promise<Supervisor> => {
  const { shape, ports, clockOffset, report } = options
  if (shape === 'edge') return supervise(await atEdge(options, ports[0]), clockOffset, report)
  const running: Supervisor[] = []
  try {
    for (const [index, pair] of ports.entries())
      running.push(await supervise(onNode(options, pair, index), clockOffset, report))
  } catch (error) {
    await Promise.all(running.map(({ stop }) => stop()))
    throw error
  }
  return together(running)
}
