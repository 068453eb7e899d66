import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const whole = '/usr/bin/chromium'
const shell = '/usr/bin/chromium-headless-shell'

/** Debian's needs to be told that it runs in a container and shall talk to nobody but the page's host. */
const debians = (executablePath: string) => ({
  executablePath,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})

const hasPlaywrights = existsSync(chromium.executablePath()) || !existsSync(whole)

/** All of Chromium, as people have it: with their preferences. Playwright's own where it is installed, else Debian's. */
export const wholeBrowser = hasPlaywrights ? { channel: 'chromium' } : debians(whole)

/** How Chromium is started: without what only a window needs, it does the same in two thirds of the time. */
export const launchOptions = hasPlaywrights ? {} : debians(existsSync(shell) ? shell : whole)
