import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const debians = '/usr/bin/chromium'

/**
 * How Chromium is started: Playwright's own where it is installed, else Debian's, which needs to be told that it runs in
 * a container and shall talk to nobody but the page's host.
 */
export const launchOptions =
  existsSync(chromium.executablePath()) || !existsSync(debians)
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
