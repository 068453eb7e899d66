import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A web server from Debian in front of the portal, which serves the built pages itself. */
export type WebServer = {
  readonly port: number
  /** Its own copy of the pages: an update may be tried on it. */
  readonly pages: string
  stop(): Promise<void>
}

export type WebServerOptions = {
  /** The folder of built pages. */
  readonly pages: string
  /** Where the portal listens on 127.0.0.1. */
  readonly bffPort: number
}

/** Who may do nothing but serve, on Debian; a user who is not root stays who they are. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined
const patience = 10_000

const give = async (folder: string): Promise<void> => {
  if (nobody === undefined) return
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  await chown(folder, nobody.uid, nobody.gid)
  for (const { parentPath, name } of entries) await chown(join(parentPath, name), nobody.uid, nobody.gid)
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

/**
 * Starts it without root's rights in a folder of its own, which `prepare` fills, and waits until it listens. Rejects with
 * its own words when it ends instead.
 */
export const startWebServer = async (
  { pages: built }: WebServerOptions,
  port: number,
  prepare: (home: string, pages: string) => Promise<{ readonly command: string; readonly args: readonly string[] }>,
): Promise<WebServer> => {
  const home = await mkdtemp(join(tmpdir(), 'muster-web-'))
  const pages = join(home, 'pages')
  await cp(built, pages, { recursive: true, preserveTimestamps: true })
  const { command, args } = await prepare(home, pages)
  await give(home)
  const child = spawn(command, args, {
    ...nobody,
    cwd: home,
    env: { PATH: '/usr/sbin:/usr/bin', HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const endWithOwner = () => void child.kill('SIGKILL')
  process.once('exit', endWithOwner)
  let words = ''
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4000)))
  const closed = once(child, 'close').catch((error: unknown) => (words += String(error)))
  const stop = async () => {
    process.off('exit', endWithOwner)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await closed
    await rm(home, { recursive: true, force: true })
  }
  const giveUpAt = performance.now() + patience
  while (!(await answers(port))) {
    if (child.exitCode !== null || child.pid === undefined || performance.now() > giveUpAt) {
      await stop()
      throw new Error(`${command} does not listen:\n${words}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return { port, pages, stop }
}
