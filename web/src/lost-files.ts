const key = 'muster.reloaded'
const lost = new WeakSet<object>()

/** Remembers which failures are files that did not come. Vite tells of each before it throws it. */
export const noteLostFiles = (): void =>
  window.addEventListener('vite:preloadError', ({ payload }) => void lost.add(payload))

/** Whether a failure is a file that did not come: no network, or a new version without it. */
export const isLostFile = (failure: unknown): boolean =>
  typeof failure === 'object' && failure !== null && lost.has(failure)

/** Whether the server has other pages by now than those that run here. Without an answer: no. */
const isOutdated = async (script: string): Promise<boolean> => {
  try {
    const response = await fetch('/index.html', { cache: 'no-store' })
    return response.ok && !(await response.text()).includes(script)
  } catch {
    return false
  }
}

/** Whether this version was reloaded before, in vain; where the browser remembers nothing, it may have been. */
const wasReloaded = (script: string): boolean => {
  try {
    if (sessionStorage.getItem(key) === script) return true
    sessionStorage.setItem(key, script)
    return false
  } catch {
    return true
  }
}

/**
 * Loads the page anew if the server has a newer version of it, at most once for each; the enrollment is the server's and goes
 * on where it was. `script`: the path of the script that runs here. Gives whether the page is outdated and stays.
 */
export const reloadIfOutdated = async (
  script = new URL(import.meta.url).pathname,
  reload = () => window.location.reload(),
): Promise<boolean> => {
  if (!(await isOutdated(script))) return false
  if (wasReloaded(script)) return true
  reload()
  return new Promise(() => undefined)
}
