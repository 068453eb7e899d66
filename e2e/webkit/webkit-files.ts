import { existsSync, globSync } from 'node:fs'

/** Where Debian's `webkit2gtk-driver` and `xvfb` put what a session needs. */
export const webkitFiles = {
  driver: '/usr/bin/WebKitWebDriver',
  display: '/usr/bin/Xvfb',
  /** WebKitGTK's own small browser, for whatever architecture. */
  browser: globSync('/usr/lib/*/webkit2gtk-4.*/MiniBrowser').at(-1),
} as const

/** Why Safari's engine cannot run on this machine, in one line; undefined when it can. */
export function webkitObstacle(): string | undefined {
  const { driver, display, browser } = webkitFiles
  if (browser !== undefined && existsSync(driver) && existsSync(display)) return undefined
  return 'no WebKitGTK: on Debian, install webkit2gtk-driver and xvfb'
}
