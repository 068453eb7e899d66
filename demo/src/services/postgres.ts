import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'
import { findPostgresBinaries, isOpenToAll, postgresUser } from './postgres-binaries.ts'

const run = promisify(execFile)

export interface PostgresOptions {
  /** Folder for the cluster; emptied first. Where the user `postgres` cannot come (under /root), a temporary one instead. */
  readonly home: string
  /** Whether a commit waits for the disk, as in production. Off is quicker, and loses data with the power. */
  readonly fsync?: boolean
}

export interface Postgres {
  /** `postgresql://…` of the administrator, database `postgres`, on 127.0.0.1. */
  readonly url: string
  /** An empty database of this name, replacing an older one; gives its URL. */
  createDatabase(name: string): Promise<string>
  /** Its processes at this moment: the server's, which is the first, and one for each connection. */
  processes(): Promise<readonly number[]>
  /** Stops answering without closing anything, as a hung machine does; `resume` goes on. */
  pause(): Promise<void>
  resume(): Promise<void>
  /** Ends at once without a shutdown checkpoint, as after a crash; `restart` recovers on the same port. */
  crash(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Why no PostgreSQL can run on this machine, in one line; undefined when one can. */
export async function postgresObstacle(): Promise<string | undefined> {
  if ((await findPostgresBinaries()) === undefined) return 'PostgreSQL is not installed (Debian: postgresql)'
  return postgresUser().then(
    () => undefined,
    () => 'there is no user postgres to run PostgreSQL as',
  )
}

/** Makes and starts a private cluster (about two seconds). Rejects with PostgreSQL's own words when it fails. */
export async function startPostgres({ home: wanted, fsync = true }: PostgresOptions): Promise<Postgres> {
  const bin = await findPostgresBinaries()
  if (bin === undefined) throw new Error('PostgreSQL is not installed')
  const user = await postgresUser()
  const password = randomBytes(16).toString('hex')
  const port = await freePort()
  const url = (database: string) => `postgresql://muster:${password}@127.0.0.1:${port}/${database}`
  const home =
    user === undefined || (await isOpenToAll(dirname(wanted))) ? wanted : await mkdtemp(join(tmpdir(), 'muster-'))
  const data = join(home, 'data')

  await endLeftover(data)
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
  await mkdir(home, { recursive: true, mode: 0o700 })
  const passwordFile = join(home, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (user !== undefined) for (const path of [home, passwordFile]) await chown(path, user.uid, user.gid)
  // C.UTF-8 and English messages: the same everywhere, and `ready to accept connections` is matched below.
  const asServer = { ...user, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } }
  await run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'muster', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--no-sync'],
    asServer,
  )

  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `fsync=${fsync ? 'on' : 'off'}`,
    'timezone=UTC',
  ]
  const launch = async () => {
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
      ...asServer,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    await untilReady(child)
    return child
  }
  let server = await launch()

  const tell = async (signal: NodeJS.Signals) => {
    for (const pid of await withChildren(server)) {
      try {
        process.kill(pid, signal)
      } catch (error) {
        // A connection's process may have ended meanwhile.
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
      }
    }
  }
  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    server.kill(signal)
    await tell('SIGCONT')
    await exited
  }

  return {
    url: url('postgres'),
    createDatabase: async (name) => {
      const target = ['--maintenance-db', url('postgres')]
      await run(join(bin, 'dropdb'), ['--if-exists', '--force', ...target, name])
      await run(join(bin, 'createdb'), [...target, name])
      return url(name)
    },
    processes: () => withChildren(server),
    pause: () => tell('SIGSTOP'),
    resume: () => tell('SIGCONT'),
    crash: () => end('SIGQUIT'),
    restart: async () => {
      await end('SIGINT')
      server = await launch()
    },
    stop: async () => {
      await end('SIGINT')
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** Resolves when the server takes connections; rejects with its last words when it ends instead. */
async function untilReady(child: ChildProcess): Promise<void> {
  if (child.stderr === null) throw new Error('PostgreSQL has no standard error')
  const words: string[] = []
  const lines = createInterface({ input: child.stderr })
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    lines.once('close', () => reject(new Error(`PostgreSQL did not start:\n${words.join('\n')}`)))
    lines.on('line', (line) => {
      // Reading goes on after this, or the pipe would fill up and stop the server.
      if (words.length < 50) words.push(line)
      if (line.includes('ready to accept connections')) resolve()
    })
  })
}

/** The server's process and (on Linux) those it made, one for each connection. */
async function withChildren(server: ChildProcess): Promise<readonly number[]> {
  if (server.pid === undefined) return []
  const children = await readFile(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').catch(() => '')
  return [
    server.pid,
    ...children
      .split(' ')
      .filter((word) => word !== '')
      .map(Number),
  ]
}

/** Ends a server that a killed run left behind in this folder. */
async function endLeftover(data: string): Promise<void> {
  const pid = Number((await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0) return
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  // The number may by now belong to another process.
  if (command.includes(data)) process.kill(pid, 'SIGQUIT')
}
