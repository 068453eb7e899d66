import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from '@muster/demo/services/free-port'
import { Builder, type WebDriver } from 'selenium-webdriver'
import { webkitFiles, webkitObstacle } from './webkit-files.ts'

/** Safari's engine, ready for one session after the other. */
export type WebKit = {
  /** A browser that was never here; it takes the demo's own certificates. */
  open(): Promise<WebDriver>
  stop(): Promise<void>
}

/**
 * Without `Cross-Origin-Opener-Policy` the engine keeps one process over all pages: the driver loses a page to which one
 * goes back across two. With tracking prevention, as Safari has it.
 */
const switches = ['--automation', '--enable-itp', '--features=-CrossOriginOpenerPolicy']

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill()
  await exited
}

/** A screen that nobody sees; the server itself says which number it took. */
const startDisplay = async (): Promise<{ child: ChildProcess; name: string }> => {
  const child = spawn(webkitFiles.display, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const numbers = child.stdio[3]
  if (!numbers) throw new Error('Xvfb has no pipe to name its display')
  const failed = once(child, 'exit').then(() => Promise.reject(new Error('Xvfb did not start')))
  const [number]: unknown[] = await Promise.race([once(numbers, 'data'), failed])
  failed.catch(() => undefined)
  return { child, name: `:${String(number).trim()}` }
}

const answers = async (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )

/** Starts a screen and WebKitGTK's WebDriver on it. Rejects where either is not installed. */
export const startWebKit = async (): Promise<WebKit> => {
  const obstacle = webkitObstacle()
  if (obstacle !== undefined) throw new Error(obstacle)
  const display = await startDisplay()
  const port = await freePort()
  const driver = spawn(webkitFiles.driver, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: display.name },
    stdio: 'ignore',
  })
  const server = `http://127.0.0.1:${port}`
  while (driver.exitCode === null && !(await answers(`${server}/status`)))
    await new Promise((resolve) => setTimeout(resolve, 50))
  return {
    open: () =>
      // A server is named, so that Selenium looks for no driver and no browser of its own.
      new Builder()
        .usingServer(server)
        .withCapabilities({
          browserName: 'MiniBrowser',
          acceptInsecureCerts: true,
          'webkitgtk:browserOptions': { binary: webkitFiles.browser, args: switches },
        })
        .build(),
    stop: async () => {
      await end(driver)
      await end(display.child)
    },
  }
}
