import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createDemoAuthority } from '../certificates/demo-authority.ts'
import { openFront } from '../front/front.ts'
import { createBalancer } from '../front/proxy.ts'
import { createDemoApp } from '../pages/demo-app.ts'
import { startNginx } from '../services/nginx.ts'
import { postgresObstacle, startPostgres } from '../services/postgres.ts'
import { musterCommand } from './muster-command.ts'
import { startNeighbours } from './neighbours.ts'
import { ownAddresses } from './own-addresses.ts'
import { startRelay } from './relay-process.ts'
import { portsFor, startPortal } from './portal-in-shape.ts'
import { makeWorldFiles, type WorldFiles } from './world-files.ts'
import type { Shape, World, WorldOptions } from './world-options.ts'

const root = join(import.meta.dirname, '../../..')

const onStandardError = (line: string): void => void process.stderr.write(`${line}\n`)

/** Later things lean on earlier ones: they end the other way round, whatever one of them says. */
const endAll = async (stops: readonly (() => Promise<void>)[]): Promise<void> => {
  for (const stop of stops.toReversed()) await stop().catch((error: unknown) => onStandardError(String(error)))
}

const hasRelay = (shape: Shape): boolean => shape === 'relay' || shape === 'edge'
const needsPostgres = (shape: Shape): boolean => shape === 'two-instances' || shape === 'edge'

/** The store that was asked for, or one that the shape can use: its database is as short-lived as the world. */
const openStore = async (
  { shape = 'node', store = 'sqlite', home }: WorldOptions,
  files: WorldFiles,
  stops: (() => Promise<void>)[],
): Promise<string> => {
  if (store !== 'sqlite') return store
  if (!needsPostgres(shape)) return `sqlite:${files.sqlite}`
  const obstacle = await postgresObstacle()
  if (obstacle !== undefined) throw new Error(`the shape ${shape} needs PostgreSQL: ${obstacle}`)
  const postgres = await startPostgres({ home: join(resolve(home), 'postgres'), fsync: false })
  stops.push(postgres.stop)
  return postgres.createDatabase('world')
}

const build = async (options: WorldOptions, stops: (() => Promise<void>)[]): Promise<World> => {
  const { https = false, host = 'localhost', limits = 'demo', quiet = false, shape = 'node' } = options
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
    {
      origin,
      entraOrigin,
      authority,
      files,
      directory: options.directory ?? 'simulated',
      company: options.companyPages === true ? `${origin}/demo/company` : undefined,
    },
    stops,
  )
  const { directory, mailbox, entra } = neighbours

  const store = await openStore(options, files, stops)
  const ports = await portsFor(shape)
  const nginx = options.pages === 'nginx' ? await startNginx({ pages: webRoot, bffPort: ports[0].open }) : undefined
  if (nginx !== undefined) stops.push(nginx.stop)
  const proxy = createBalancer(nginx === undefined ? ports.map(({ open }) => open) : [nginx.port], { dropHsts: https })
  stops.push(async () => proxy.stop())
  // All that asks Entra's keys and tokens goes through the front: it answers before the portal starts.
  front.serve({
    demo: createDemoApp({
      facts: { directory: directory.kind, store: store.startsWith('sqlite:') ? 'sqlite' : 'postgres', limits },
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
  const relay = hasRelay(shape)
    ? await startRelay({
        root,
        home,
        env: { ...mail, MUSTER_SECRETS_FOLDER: files.secrets },
        ...(shape === 'edge' ? { portal: `http://127.0.0.1:${ports[0].open}` } : {}),
      })
    : undefined
  if (relay !== undefined) stops.push(relay.stop)
  const runMuster = musterCommand(root, { MUSTER_PROFILE: 'demo', MUSTER_STORE: store, MUSTER_ORIGIN: origin })
  const portal = await startPortal({
    root,
    home,
    shape,
    files,
    ports,
    store,
    webRoot: nginx === undefined && existsSync(webRoot) ? webRoot : undefined,
    relay,
    mail,
    told: {
      MUSTER_PROFILE: 'demo',
      MUSTER_ORIGIN: origin,
      MUSTER_TRUSTED_PROXIES: '127.0.0.1/32',
      MUSTER_SMTP_FROM: mail.MUSTER_SMTP_FROM,
      MUSTER_ENTRA_ENDPOINTS: entraOrigin,
      MUSTER_DEMO_LIMITS: limits,
    },
    https,
    runMuster,
    clockOffset: options.clockOffset ?? 0,
    report: quiet ? () => undefined : (options.report ?? onStandardError),
  })
  stops.push(portal.stop)

  const applied = await runMuster(['account', 'apply', files.accounts])
  if (applied.code !== 0) throw new Error(`the accounts could not be applied:\n${applied.stderr}`)

  return {
    origin,
    bffOrigin: `http://127.0.0.1:${ports[0].open}`,
    privateOrigin: `http://127.0.0.1:${ports[0].hidden}`,
    get bffPid() {
      return portal.pid
    },
    caFile: files.ca,
    pagesFolder: nginx?.pages ?? webRoot,
    store,
    mailbox,
    entra,
    directory,
    restartBff: portal.restart,
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
