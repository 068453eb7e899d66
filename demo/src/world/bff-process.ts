import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'

/** One run of the portal's process. */
export type BffProcess = {
  readonly pid: number
  /** Resolves at its end, with what it was: an exit code or a signal. */
  readonly ended: Promise<string>
  /** Asks it to end with the signal, and kills it after `patience` ms. Resolves when it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL', patience: number): Promise<void>
}

export type BffOptions = {
  /** The repository. */
  readonly root: string
  /** Which of its programs, below the root; the portal unless said otherwise. */
  readonly program?: string
  readonly args?: readonly string[]
  /** Everything the portal reads: nothing of this process's own environment goes along. */
  readonly env: Readonly<Record<string, string>>
  readonly logFile: string
  /** Answers once it serves. */
  readonly readyUrl: string
  /** ms that it may take to get ready. */
  readonly patience?: number
}

const wordsKept = 4000

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok
  } catch {
    return false
  }
}

/** With whatever it has started: it leads a group of its own. */
const kill = (child: ChildProcess): void => {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Starts the portal and waits until it is ready. Rejects with its last words when it ends instead. */
export const startBff = async ({
  root,
  program = 'bff/src/main.ts',
  args = [],
  env,
  logFile,
  readyUrl,
  patience: startPatience = 20_000,
}: BffOptions): Promise<BffProcess> => {
  const child = spawn(process.execPath, [join(root, program), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: Ctrl-C is for the world, which then ends the portal in its own order.
    detached: process.platform !== 'win32',
  })
  // Whoever started it may break down: then nobody is left to end it.
  const endWithOwner = () => kill(child)
  process.once('exit', endWithOwner)
  const log = createWriteStream(logFile, { flags: 'a' })
  let lastWords = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.pipe(log, { end: false })
    stream.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-wordsKept)
    })
  }
  // `close`, not `exit`: by then its last words are in.
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => {
      process.off('exit', endWithOwner)
      log.end()
      resolve(signal ?? `code ${code}`)
    })
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`the portal could not be started: ${await ended}`)
  const end: BffProcess['end'] = async (signal, patience) => {
    if (!isRunning(child)) return
    const gone = once(child, 'exit')
    if (signal === 'SIGKILL') kill(child)
    else child.kill(signal)
    const impatience = setTimeout(() => kill(child), patience)
    await gone
    clearTimeout(impatience)
  }

  const giveUpAt = performance.now() + startPatience
  while (!(await isReady(readyUrl))) {
    if (!isRunning(child)) throw new Error(`the portal ended while starting (${await ended}):\n${lastWords.trim()}`)
    if (performance.now() > giveUpAt) {
      await end('SIGKILL', 0)
      throw new Error(`the portal was not ready within ${startPatience / 1000} s:\n${lastWords.trim()}`)
    }
    await pause(50)
  }
  return { pid, ended, end }
}
