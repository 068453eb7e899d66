import { rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createInstance, type Instance } from '@muster/attack/world/instance'
import { createDemoAuthority } from '@muster/demo/certificates/demo-authority'
import type { SigningKeys } from '@muster/demo/entra/signing-keys'
import { freePort } from '@muster/demo/services/free-port'
import { type Postgres, startPostgres } from '@muster/demo/services/postgres'
import { startSamba } from '@muster/demo/services/samba'
import { demoAccounts } from '@muster/demo/world/accounts'
import { musterCommand } from '@muster/demo/world/muster-command'
import { simulatedEntra } from '@muster/demo/world/neighbours'
import { makeWorldFiles } from '@muster/demo/world/world-files'
import { sparing } from '../../scripts/release-folder.ts'
import type { Walker } from './enroll.ts'
import { type MailSink, startMailSink } from './mail-sink.ts'
import { slapdPeople, startSlapd } from './slapd.ts'

const root = join(import.meta.dirname, '../..')

export type Engine = 'sqlite' | 'postgres'
/** How the portal reaches its neighbours. `plain` exists in benches alone, to tell what TLS adds. */
export type Wires = { readonly ldap: 'plain' | 'ldaps'; readonly mail: 'plain' | 'starttls' | 'smtps' }

export type WorldOptions = {
  /** Names the folder below `.test/`. */
  readonly name: string
  readonly directory: 'slapd' | 'samba'
  /** How many people enroll; Samba knows two. */
  readonly people: number
}

export type PortalOptions = {
  readonly engine: Engine
  readonly wires: Wires
  readonly instances?: number
  /** For Node itself, such as `--cpu-prof`. */
  readonly nodeOptions?: readonly string[]
  readonly settings?: Readonly<Record<string, unknown>>
  /** More of the environment, for what is loaded before the portal. */
  readonly env?: Readonly<Record<string, string>>
  /** Works on the store's tables before the portal begins. */
  readonly prepare?: (store: string) => Promise<void>
}

/** The portal as a process of its own, on an empty store, every commit on the disk before it is answered. */
export type Portal = {
  /** What pages say in `Origin`. */
  readonly origin: string
  readonly instances: readonly Instance[]
  readonly first: Instance
  readonly store: string
  /** Processes of the store's own; SQLite has none. */
  database(): Promise<readonly number[]>
  stop(): Promise<void>
}

export type BenchWorld = {
  readonly mail: MailSink
  readonly keys: SigningKeys
  readonly walkers: readonly Walker[]
  startPortal(options: PortalOptions): Promise<Portal>
  stop(): Promise<void>
}

/** Production's numbers, but for those that would keep a person from enrolling all day long. */
const settings = {
  rateFactor: 1_000_000,
  provenOpenPerUser: 1_000,
  responseFloor: 0,
  responseFloorSpread: 0,
  requestsInFlight: 20_000,
}

const walkersNamed = (names: readonly string[]): readonly Walker[] =>
  names.map((username, number) => ({
    username,
    oid: `6c1e0b52-3b7e-4c19-8a64-${(number + 1).toString(16).padStart(12, '0')}`,
  }))

/** Where the portal finds the directory, by the wire; `dn` where it binds by another name than the portal sends. */
type Place = {
  readonly urls: readonly string[]
  readonly ca: string
  readonly plain: readonly number[]
  readonly dn?: string
}

const openDirectory = async (
  { directory, people }: WorldOptions,
  home: string,
  authority: Awaited<ReturnType<typeof createDemoAuthority>>,
  stops: (() => Promise<void>)[],
) => {
  if (directory === 'samba') {
    const samba = await startSamba({ home: join(home, 'dc') })
    stops.push(samba.stop)
    const place: Place = { urls: samba.urls, ca: samba.caPem, plain: [] }
    return { walkers: walkersNamed(['ana', 'ben']), place: (): Place => place }
  }
  const walkers = walkersNamed(Array.from({ length: people }, (_, number) => `walker-${number + 1}`))
  const identity = await authority.issue(['localhost', '127.0.0.1'])
  const slapd = await startSlapd(
    join(home, 'slapd'),
    walkers.map(({ username }) => username),
    identity,
  )
  stops.push(slapd.stop)
  const place = ({ ldap }: Wires): Place => ({
    urls: [`ldaps://127.0.0.1:${ldap === 'plain' ? slapd.plainPort : slapd.tlsPort}`],
    ca: authority.pem,
    plain: [slapd.plainPort],
    dn: slapdPeople,
  })
  return { walkers, place }
}

/** Entra's endpoints in this process: the portal asks for its keys, once. */
const openEntra = async (stops: (() => Promise<void>)[]) => {
  const server = createServer((request, response) => {
    if (!entra.handle(request, response)) response.writeHead(404).end()
  })
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const entra = simulatedEntra(origin)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  stops.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return { origin, keys: entra.keys }
}

/** Later things lean on earlier ones: they end the other way round. */
const endAll = async (stops: (() => Promise<void>)[]): Promise<void> => {
  for (const stop of stops.splice(0).toReversed()) await stop().catch((error: unknown) => console.error(error))
}

const build = async (options: WorldOptions, stops: (() => Promise<void>)[]): Promise<BenchWorld> => {
  const home = join(root, '.test', options.name)
  const authority = await createDemoAuthority()
  const files = await makeWorldFiles(home, authority.pem)
  const { walkers, place } = await openDirectory(options, home, authority, stops)
  const mail = await startMailSink(await authority.issue(['localhost', '127.0.0.1']))
  stops.push(async () => mail.stop())
  const entra = await openEntra(stops)
  let postgres: Promise<Postgres> | undefined
  let stores = 0

  const openStore = async (engine: Engine): Promise<string> => {
    stores += 1
    if (engine === 'sqlite') return `sqlite:${join(home, `store-${stores}.sqlite`)}`
    postgres ??= startPostgres({ home: join(home, 'postgres'), fsync: true }).then((started) => {
      stops.push(() => started.stop())
      return started
    })
    return (await postgres).createDatabase(`bench${stores}`)
  }

  const startPortal = async (wanted: PortalOptions): Promise<Portal> => {
    const { wires, engine } = wanted
    const store = await openStore(engine)
    const origin = `http://localhost:${await freePort()}`
    const { urls, ca, plain, dn } = place(wires)
    const [scheme, port] = {
      plain: ['smtps', mail.plainPort] as const,
      starttls: ['smtp', mail.startTlsPort] as const,
      smtps: ['smtps', mail.tlsPort] as const,
    }[wires.mail]
    const plainWire = `--import=${join(import.meta.dirname, 'plain-wire.ts')}`
    const nodeOptions = [sparing, plainWire, ...(wanted.nodeOptions ?? [])]
    const env = {
      NODE_OPTIONS: nodeOptions.join(' '),
      MUSTER_BENCH_PLAIN: [...plain, mail.plainPort].join(','),
      ...(dn === undefined ? {} : { MUSTER_BENCH_DN: dn }),
      MUSTER_PROFILE: 'demo',
      MUSTER_DEMO_LIMITS: 'production',
      MUSTER_ORIGIN: origin,
      MUSTER_STORE: store,
      MUSTER_TRUSTED_PROXIES: '127.0.0.1/32',
      MUSTER_KEYS_FILE: files.keys,
      MUSTER_SECRETS_FOLDER: files.secrets,
      MUSTER_SMTP_URL: `${scheme}://127.0.0.1:${port}`,
      MUSTER_SMTP_FROM: 'Muster <no-reply@corp.example.test>',
      MUSTER_SMTP_CA_FILE: files.ca,
      MUSTER_ENTRA_ENDPOINTS: entra.origin,
      MUSTER_SETTINGS: JSON.stringify({ ...settings, ...wanted.settings }),
      ...wanted.env,
    }
    const muster = async (...args: readonly string[]): Promise<void> => {
      const run = musterCommand(root, { MUSTER_PROFILE: 'demo', MUSTER_STORE: store, MUSTER_ORIGIN: origin })
      const { code, stderr } = await run(args)
      if (code !== 0) throw new Error(`muster ${args.join(' ')} failed:\n${stderr}`)
    }
    if (wanted.prepare !== undefined) {
      await muster('migrate')
      await wanted.prepare(store)
    }
    const instances: Instance[] = []
    const stop = async (): Promise<void> => {
      for (const instance of instances.splice(0)) await instance.end()
    }
    stops.push(stop)
    for (let number = 1; number <= (wanted.instances ?? 1); number += 1) {
      const log = join(home, `portal-${stores}-${number}.log`)
      await rm(log, { force: true })
      const instance = await createInstance(env, log)
      instances.push(instance)
      await instance.start()
    }
    const [first] = instances
    if (first === undefined) throw new Error('a portal needs an instance')
    const passwordFile = 'service-password'
    await writeFile(join(files.secrets, passwordFile), 'unused', { mode: 0o600 })
    const accounts = demoAccounts({ urls, ca, service: { dn: 'cn=unused', passwordFile } })
    await writeFile(files.accounts, JSON.stringify(accounts))
    await muster('account', 'apply', files.accounts)
    const database = async () => (engine === 'sqlite' ? [] : ((await postgres)?.processes() ?? []))
    return { origin, instances, first, store, database, stop }
  }
  return { mail, keys: entra.keys, walkers, startPortal, stop: () => endAll(stops) }
}

/** Starts the company around the portal: a directory, a mail server, Entra, and PostgreSQL once it is asked for. */
export const startBenchWorld = async (options: WorldOptions): Promise<BenchWorld> => {
  const stops: (() => Promise<void>)[] = []
  try {
    return await build(options, stops)
  } catch (error) {
    await endAll(stops)
    throw error
  }
}
