import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createDemoAuthority } from '../certificates/demo-authority.ts'
import { openFront } from '../front/front.ts'
import { createProxy } from '../front/proxy.ts'
import { createDemoApp } from '../pages/demo-app.ts'
import { freePort } from '../services/free-port.ts'
import { startNginx } from '../services/nginx.ts'
import { startBff } from './bff-process.ts'
import { musterCommand } from './muster-command.ts'
import { startNeighbours } from './neighbours.ts'
import { ownAddresses } from './own-addresses.ts'
import { startRelay } from './relay-process.ts'
import { supervise } from './supervisor.ts'
import { makeWorldFiles } from './world-files.ts'
import type { World, WorldOptions } from './world-options.ts'

const root = join(import.meta.dirname, '../../..')

const onStandardError = (line: string): void => void process.stderr.write(`${line}\n`)

/** Later things lean on earlier ones: they end the other way round, whatever one of them says. */
const endAll = async (stops: readonly (() => Promise<void>)[]): Promise<void> => {
  for (const stop of stops.toReversed()) await stop().catch((error: unknown) => onStandardError(String(error)))
}

const build = async (options: WorldOptions, stops: (() => Promise<void>)[]): Promise<World> => {
  const { https = false, host = 'localhost', limits = 'demo', quiet = false, store: wanted = 'sqlite' } = options
  const home = resolve(options.home)
  const webRoot = options.webRoot ?? join(root, 'web/dist')
  const authority = await createDemoAuthority()
  // The port before the folder: whoever has the port may be using the folder.
  const front = await openFront({
    port: options.port,
    host: host === 'localhost' ? '127.0.0.1' : '0.0.0.0',
    ...(https
      ? { identity: await authority.issue([...new Set([host, 'localhost', '127.0.0.1', ...ownAddresses()])]) }
      : {}),
  })
  stops.push(front.stop)
  const originOf = (name: string) => `${https ? 'https' : 'http'}://${name}:${front.port}`
  const origin = originOf(host)
  const entraOrigin = originOf(options.entraHost ?? host)
  const files = await makeWorldFiles(home, authority.pem)
  const neighbours = await startNeighbours(
    { origin, entraOrigin, authority, files, directory: options.directory ?? 'simulated' },
    stops,
  )
  const { directory, mailbox, entra } = neighbours

  const [publicPort, privatePort] = await Promise.all([freePort(), freePort()])
  const store = wanted === 'sqlite' ? `sqlite:${files.sqlite}` : wanted
  const nginx = options.pages === 'nginx' ? await startNginx({ pages: webRoot, bffPort: publicPort }) : undefined
  if (nginx !== undefined) stops.push(nginx.stop)
  const proxy = createProxy(nginx?.port ?? publicPort, { dropHsts: https })
  stops.push(async () => proxy.stop())
  // All that asks Entra's keys and tokens goes through the front: it answers before the portal starts.
  front.serve({
    demo: createDemoApp({
      facts: { directory: directory.kind, store: wanted === 'sqlite' ? 'sqlite' : 'postgres', limits },
      mailbox,
      textMessages: entra.textMessages,
    }),
    entra: entra.handle,
    portal: proxy.pass,
  })
  const mail = {
    MUSTER_SMTP_URL: mailbox.url,
    MUSTER_SMTP_FROM: 'Muster <no-reply@corp.example.test>',
    MUSTER_SMTP_CA_FILE: files.ca,
  }
  const relay =
    options.shape === 'relay'
      ? await startRelay({ root, home, env: { ...mail, MUSTER_SECRETS_FOLDER: files.secrets } })
      : undefined
  if (relay !== undefined) stops.push(relay.stop)
  const env = {
    MUSTER_PROFILE: 'demo',
    MUSTER_ORIGIN: origin,
    MUSTER_HOST: '127.0.0.1',
    MUSTER_PORT: String(publicPort),
    MUSTER_PRIVATE_PORT: String(privatePort),
    MUSTER_STORE: store,
    MUSTER_TRUSTED_PROXIES: '127.0.0.1/32',
    MUSTER_KEYS_FILE: files.keys,
    MUSTER_SECRETS_FOLDER: files.secrets,
    ...(relay === undefined ? mail : { MUSTER_SMTP_FROM: mail.MUSTER_SMTP_FROM, MUSTER_RELAY_FILE: relay.portalFile }),
    MUSTER_ENTRA_ENDPOINTS: entraOrigin,
    MUSTER_DEMO_LIMITS: limits,
    ...(nginx === undefined && existsSync(webRoot) ? { MUSTER_WEB_ROOT: webRoot } : {}),
    // The portal asks the simulated Entra by its public address.
    ...(https ? { NODE_EXTRA_CA_CERTS: files.ca } : {}),
  }
  const privateOrigin = `http://127.0.0.1:${privatePort}`
  const launch = (clockOffset: number) =>
    startBff({
      root,
      env: { ...env, MUSTER_TEST_CLOCK_OFFSET: String(clockOffset) },
      logFile: files.bffLog,
      readyUrl: `${privateOrigin}/readyz`,
    })
  const bff = await supervise(
    launch,
    options.clockOffset ?? 0,
    quiet ? () => undefined : (options.report ?? onStandardError),
  )
  stops.push(bff.stop)

  const runMuster = musterCommand(root, { MUSTER_PROFILE: 'demo', MUSTER_STORE: store, MUSTER_ORIGIN: origin })
  const applied = await runMuster(['account', 'apply', files.accounts])
  if (applied.code !== 0) throw new Error(`the accounts could not be applied:\n${applied.stderr}`)

  return {
    origin,
    bffOrigin: `http://127.0.0.1:${publicPort}`,
    privateOrigin,
    get bffPid() {
      return bff.pid
    },
    caFile: files.ca,
    pagesFolder: nginx?.pages ?? webRoot,
    store,
    mailbox,
    entra,
    directory,
    restartBff: bff.restart,
    runMuster,
    stop: () => endAll(stops.splice(0)),
  }
}

/**
 * Starts the whole demo world: directory, mailbox, Entra, the real portal as a process, its accounts, and one origin in
 * front of it all. Resolves when every part answers; when one fails, ends the others and rejects with the reason
 * (`EADDRINUSE` for a taken port).
 */
export const startWorld = async (options: WorldOptions): Promise<World> => {
  const stops: (() => Promise<void>)[] = []
  try {
    return await build(options, stops)
  } catch (error) {
    await endAll(stops)
    throw error
  }
}
