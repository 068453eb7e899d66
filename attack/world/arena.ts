import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createDemoAuthority } from '@muster/demo/certificates/demo-authority'
import type { SimulatedEntra } from '@muster/demo/entra/simulated-entra'
import { type Mailbox, startMailbox } from '@muster/demo/mailbox/mailbox'
import { freePort } from '@muster/demo/services/free-port'
import { type Postgres, startPostgres } from '@muster/demo/services/postgres'
import { type Samba, startSamba } from '@muster/demo/services/samba'
import { type AccountFile, demoAccounts } from '@muster/demo/world/accounts'
import { musterCommand } from '@muster/demo/world/muster-command'
import { simulatedEntra } from '@muster/demo/world/neighbours'
import { makeWorldFiles, type WorldFiles } from '@muster/demo/world/world-files'
import type { MusterRun } from '@muster/demo/world/world-options'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { createInstance, type Instance } from './instance.ts'
import { type LdapTap, startLdapTap } from './ldap-tap.ts'

const root = join(import.meta.dirname, '../..')

export type ArenaOptions = {
  /** Names the folder of this arena's state below `.test/`. */
  readonly name: string
  readonly engine?: 'sqlite' | 'postgres'
  /** The folder of the SQLite file, in place of the arena's own. */
  readonly sqliteFolder?: string
  /** More than one needs PostgreSQL. All are started. */
  readonly instances?: number
  /** Whether a commit of PostgreSQL waits for the disk. On by default: what is killed here must not lose a step. */
  readonly fsync?: boolean
  /** In place of the standard numbers, as MUSTER_SETTINGS takes them. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** The demo's relaxed limits, or production's (the default). */
  readonly limits?: 'demo' | 'production'
  readonly env?: Readonly<Record<string, string>>
  /** Changes each of the demo's accounts before it is applied. */
  readonly account?: (account: AccountFile) => AccountFile
}

/** The built portal between real neighbours, each behind a place where it can be broken. */
export type Arena = {
  /** What pages say in `Origin`; its pages and the API come from the first instance. */
  readonly origin: string
  readonly instances: readonly Instance[]
  /** The first instance. */
  readonly portal: Instance
  readonly files: WorldFiles
  readonly samba: Samba
  /** Two ways to the one controller, in the order in which accounts name them. */
  readonly ldap: readonly [LdapTap, LdapTap]
  readonly mailbox: Mailbox
  readonly smtp: FaultProxy
  readonly entra: SimulatedEntra
  /** Between the portal and Entra's keys and tokens. */
  readonly entraProxy: FaultProxy
  /** With PostgreSQL only. */
  readonly postgres?: Postgres
  readonly database?: FaultProxy
  /** As the portal is told it, through the proxy. */
  readonly store: string
  /** Past the proxy: for checks from outside. */
  readonly directStore: string
  runMuster(args: readonly string[]): Promise<MusterRun>
  apply(accounts: readonly AccountFile[]): Promise<void>
  /** The demo's accounts, over this arena's taps. */
  accounts(): readonly AccountFile[]
  stop(): Promise<void>
}

const listening = (server: ReturnType<typeof createServer>): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('no TCP port'))
      else resolve(address.port)
    })
  })

/** Entra's endpoints alone, on a port of their own. */
const serveEntra = async (stops: (() => Promise<void>)[]) => {
  const server = createServer()
  const port = await listening(server)
  stops.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  const proxy = await startFaultProxy({ target: { host: '127.0.0.1', port } })
  stops.push(proxy.stop)
  const origin = `http://127.0.0.1:${proxy.port}`
  const entra = simulatedEntra(origin)
  server.on('request', (req, res) => {
    if (!entra.handle(req, res)) res.writeHead(404).end()
  })
  return { entra, proxy, origin }
}

const openStore = async (options: ArenaOptions, files: WorldFiles, home: string, stops: (() => Promise<void>)[]) => {
  if (options.engine !== 'postgres') {
    const { sqliteFolder } = options
    const store = `sqlite:${sqliteFolder === undefined ? files.sqlite : join(sqliteFolder, 'muster.sqlite')}`
    return { store, directStore: store }
  }
  const postgres = await startPostgres({ home: join(home, 'postgres'), fsync: options.fsync ?? true })
  stops.push(() => postgres.stop())
  const directStore = await postgres.createDatabase('arena')
  const database = await startFaultProxy({ target: { host: '127.0.0.1', port: Number(new URL(directStore).port) } })
  stops.push(database.stop)
  const through = new URL(directStore)
  through.port = String(database.port)
  return { postgres, database, store: through.href, directStore }
}

const build = async (options: ArenaOptions, stops: (() => Promise<void>)[]): Promise<Arena> => {
  const home = join(root, '.test', options.name)
  const authority = await createDemoAuthority()
  const files = await makeWorldFiles(home, authority.pem)
  const samba = await startSamba({ home: files.samba })
  stops.push(samba.stop)
  const ldap = [await startLdapTap(samba), await startLdapTap(samba)] as const
  for (const tap of ldap) stops.push(tap.stop)
  const mailbox = await startMailbox(await authority.issue(['localhost', '127.0.0.1']))
  stops.push(mailbox.stop)
  const smtp = await startFaultProxy({ target: { host: '127.0.0.1', port: Number(new URL(mailbox.url).port) } })
  stops.push(smtp.stop)
  const { entra, proxy: entraProxy, origin: entraOrigin } = await serveEntra(stops)
  const engine = await openStore(options, files, home, stops)

  const origin = `http://localhost:${await freePort()}`
  const webRoot = join(root, 'web/dist')
  const env = {
    MUSTER_PROFILE: 'demo',
    MUSTER_ORIGIN: origin,
    MUSTER_STORE: engine.store,
    MUSTER_TRUSTED_PROXIES: '127.0.0.1/32',
    MUSTER_KEYS_FILE: files.keys,
    MUSTER_SECRETS_FOLDER: files.secrets,
    MUSTER_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    MUSTER_SMTP_FROM: 'Muster <no-reply@corp.example.test>',
    MUSTER_SMTP_CA_FILE: files.ca,
    MUSTER_ENTRA_ENDPOINTS: entraOrigin,
    MUSTER_DEMO_LIMITS: options.limits ?? 'production',
    MUSTER_SETTINGS: JSON.stringify(options.settings ?? {}),
    ...(existsSync(webRoot) ? { MUSTER_WEB_ROOT: webRoot } : {}),
    ...options.env,
  }
  const instances: Instance[] = []
  for (let number = 1; number <= (options.instances ?? 1); number += 1) {
    const instance = await createInstance(env, join(home, `portal-${number}.log`))
    stops.push(async () => instance.kill())
    await instance.start()
    instances.push(instance)
  }
  const [portal] = instances
  if (portal === undefined) throw new Error('an arena needs an instance')

  const passwordFile = 'service-password'
  await writeFile(join(files.secrets, passwordFile), samba.service.password, { mode: 0o600 })
  const accounts = (): readonly AccountFile[] =>
    demoAccounts({
      urls: ldap.map(({ url }) => url),
      ca: samba.caPem,
      service: { dn: samba.service.dn, passwordFile },
    }).map((account) => options.account?.(account) ?? account)
  const runMuster = musterCommand(root, {
    MUSTER_PROFILE: 'demo',
    MUSTER_STORE: engine.directStore,
    MUSTER_ORIGIN: origin,
  })
  const apply = async (wanted: readonly AccountFile[]): Promise<void> => {
    await writeFile(files.accounts, JSON.stringify(wanted))
    const { code, stderr } = await runMuster(['account', 'apply', files.accounts])
    if (code !== 0) throw new Error(`the accounts could not be applied:\n${stderr}`)
  }
  await apply(accounts())

  return {
    origin,
    instances,
    portal,
    files,
    samba,
    ldap,
    mailbox,
    smtp,
    entra,
    entraProxy,
    ...engine,
    runMuster,
    apply,
    accounts,
    stop: () => endAll(stops.splice(0)),
  }
}

/** Later things lean on earlier ones: they end the other way round, whatever one of them says. */
const endAll = async (stops: readonly (() => Promise<void>)[]): Promise<void> => {
  for (const stop of stops.toReversed()) await stop().catch((error: unknown) => console.error(error))
}

/** Starts everything; a domain controller takes two seconds, the first on a machine about a minute. */
export const startArena = async (options: ArenaOptions): Promise<Arena> => {
  const stops: (() => Promise<void>)[] = []
  try {
    return await build(options, stops)
  } catch (error) {
    await endAll(stops)
    throw error
  }
}
