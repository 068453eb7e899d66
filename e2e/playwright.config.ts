import { defineConfig, devices } from '@playwright/test'
import { launchOptions } from './browser.ts'

/** What a device's browser says of itself, its screen and its touch; the engine is Chromium for each. */
const device = (name: 'Desktop Edge' | 'iPhone 15' | 'Pixel 7') => {
  const { channel: _, ...descriptor }: (typeof devices)[string] & { channel?: string } = devices[name] ?? {}
  return { ...descriptor, defaultBrowserType: 'chromium' as const }
}

/** Phones repeat what may differ on them; the rest is the same code on every screen. */
const everyDevice = /@every-device/

export default defineConfig({
  testDir: 'tests',
  outputDir: '../test-results',
  // Each worker has a world of its own, so that tests of one file may run side by side.
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'line',
  // What a service worker answers passes a test's own routes by; the tests of offline let it in.
  use: { trace: 'retain-on-failure', launchOptions, locale: 'en-GB', serviceWorkers: 'block' },
  projects: [
    { name: 'Edge on Windows', use: device('Desktop Edge') },
    { name: 'iPhone', grep: everyDevice, use: device('iPhone 15') },
    { name: 'Android phone', grep: everyDevice, use: device('Pixel 7') },
  ],
})
