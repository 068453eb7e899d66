import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** Without a window the shell does the same in two thirds of the time; Playwright's own is one too. */
const debians = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((file) => existsSync(file))

/**
 * How Chromium is started: Playwright's own where it is installed, else Debian's, which needs to be told that it runs in
 * a container and shall talk to nobody but the page's host.
 */
export const launchOptions =
  existsSync(chromium.executablePath()) || debians === undefined
    ? {}
    : {
        executablePath: debians,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      }
