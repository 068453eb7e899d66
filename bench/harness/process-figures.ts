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

/** The field of /proc/{pid}/status in MiB, such as VmRSS or its highest so far, VmHWM. */
export const memoryOf = async (pid: number, field: 'VmRSS' | 'VmHWM' = 'VmRSS'): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024
}

/** Open descriptors. */
export const descriptorsOf = async (pid: number): Promise<number> => (await readdir(`/proc/${pid}/fd`)).length
