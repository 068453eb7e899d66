import type { ServerResponse } from 'node:http'

/** An answer with a status (and body), a cut connection, or a connection that never answers. */
export type Fault = { readonly status: number; readonly body?: string } | 'hang-up' | 'silence'
type FaultyEndpoint = 'token' | 'keys' | 'authorize'

/** Lets a test break an endpoint: the next request, the next `times`, or all of them (`Infinity`) until cleared. */
export type Faults = {
  next(endpoint: FaultyEndpoint, fault: Fault, times?: number): void
  clear(): void
  /** Plays the fault that is due for this endpoint, if any; true when the request is thereby dealt with. */
  play(endpoint: FaultyEndpoint, res: ServerResponse): boolean
}

export function createFaults(): Faults {
  const due = new Map<FaultyEndpoint, { fault: Fault; times: number }>()
  return {
    next: (endpoint, fault, times = 1) => void due.set(endpoint, { fault, times }),
    clear: () => due.clear(),
    play: (endpoint, res) => {
      const entry = due.get(endpoint)
      if (entry === undefined) return false
      entry.times -= 1
      if (entry.times <= 0) due.delete(endpoint)
      answer(entry.fault, res)
      return true
    },
  }
}

function answer(fault: Fault, res: ServerResponse): void {
  if (fault === 'silence') return
  if (fault === 'hang-up') {
    res.destroy()
    return
  }
  res.writeHead(fault.status, { 'Content-Type': 'application/json' }).end(fault.body ?? '{}')
}
