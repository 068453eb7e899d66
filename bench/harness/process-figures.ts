import { readdir, readFile } from 'node:fs/promises'

const alive = async <T>(reading: Promise<T>, otherwise: T): Promise<T> => reading.catch(() => otherwise)

/** CPU that a process has used in all its threads, ms: what the scheduler counted, by the nanosecond (Linux). */
export const cpuOf = async (pid: number): Promise<number> => {
  const threads = await readdir(`/proc/${pid}/task`)
  const used = await Promise.all(
    threads.map(async (thread) => alive(readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'), '0')),
  )
  return used.reduce((sum, text) => sum + Number(text.split(' ')[0]), 0) / 1e6
}

/** Linux counts what ended children had used in ticks of this many ms (USER_HZ). */
const tick = 10

/** What ended children of a process had used, ms: `cutime` and `cstime` of proc_pid_stat(5), which follow its name. */
const cpuOfEnded = async (parent: number): Promise<number> => {
  const stat = await alive(readFile(`/proc/${parent}/stat`, 'utf8'), '')
  const afterName = stat.split(') ').at(-1)?.split(' ') ?? []
  return (Number(afterName[13] ?? 0) + Number(afterName[14] ?? 0)) * tick
}

/** CPU of processes that share a parent, ms, of those that have ended meanwhile, too: the first is the parent. */
export const cpuOfFamily = async (pids: readonly number[]): Promise<number> => {
  const [parent] = pids
  if (parent === undefined) return 0
  for (;;) {
    const ended = await cpuOfEnded(parent)
    const living = await Promise.all(pids.map((pid) => alive(cpuOf(pid), 0)))
    // One that ended in between would count twice, or not at all.
    if ((await cpuOfEnded(parent)) === ended) return living.reduce((sum, used) => sum + used, ended)
  }
}

/** The field of /proc/{pid}/status in MiB, such as VmRSS or its highest so far, VmHWM. */
export const memoryOf = async (pid: number, field: 'VmRSS' | 'VmHWM' = 'VmRSS'): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024
}

/** Open descriptors. */
export const descriptorsOf = async (pid: number): Promise<number> => (await readdir(`/proc/${pid}/fd`)).length
