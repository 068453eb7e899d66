/**
 * Runs `work` with a signal that aborts after `ms`, and not once the work is done: `AbortSignal.timeout` would go off for
 * each all the same, seconds after its answer, and make an error that nobody sees.
 */
export const within = async <T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new DOMException('out of time', 'TimeoutError')), ms)
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
  }
}
