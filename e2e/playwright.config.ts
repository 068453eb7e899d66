import { defineConfig, devices } from '@playwright/test'
import { launchOptions } from './browser.ts'
import { nginxObstacle } from '@muster/demo/services/nginx'
import { webkitObstacle } from './webkit/webkit-files.ts'

/** What a device's browser says of itself, its screen and its touch; the engine is Chromium for each. */
const device = (name: 'Desktop Edge' | 'iPhone 15' | 'iPad Pro 11' | 'Pixel 7' | 'Galaxy Tab S9') => {
  const { channel: _, ...descriptor }: (typeof devices)[string] & { channel?: string } = devices[name] ?? {}
  return { ...descriptor, defaultBrowserType: 'chromium' as const }
}

/** Safari on an iPad asks for the desktop's pages, and says that it is a Mac's. */
const safariOnIpad =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15'

/** Everything on every device takes long, and is a command of its own: `pnpm e2e:devices`. */
const onAllDevices = process.env['MUSTER_E2E_DEVICES'] === 'all'

/** A machine without nginx runs the rest; CI never goes without. */
const hasNginx = nginxObstacle() === undefined || (process.env['CI'] ?? '') !== ''

/** Phones and tablets repeat what may differ on them; the rest is the same code on every screen. */
const repeated = onAllDevices ? { grepInvert: /@desktop/ } : { grep: /@every-device/ }

export default defineConfig({
  testDir: 'tests',
  testIgnore: hasNginx ? [] : ['behind-nginx.spec.ts', 'static-hosts.spec.ts'],
  outputDir: '../test-results',
  // Each worker has a world of its own, so that tests of one file may run side by side.
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // A Worker is bundled anew at each restart.
  timeout: process.env['MUSTER_DEMO_SHAPE'] === 'edge' ? 180_000 : 60_000,
  expect: { timeout: 10_000 },
  reporter: 'line',
  // What a service worker answers passes a test's own routes by; the tests of offline let it in.
  use: { trace: 'retain-on-failure', launchOptions, locale: 'en-GB', serviceWorkers: 'block' },
  projects: [
    { name: 'Edge on Windows', use: device('Desktop Edge') },
    { name: 'iPhone', ...repeated, use: device('iPhone 15') },
    // Which cell of the tables applies knows no device: phones show each, an iPad the rest.
    {
      name: 'iPad',
      ...repeated,
      testIgnore: onAllDevices ? [] : 'cells.spec.ts',
      use: { ...device('iPad Pro 11'), userAgent: safariOnIpad },
    },
    { name: 'Android phone', ...repeated, use: device('Pixel 7') },
    ...(onAllDevices ? [{ name: 'Android tablet', ...repeated, use: device('Galaxy Tab S9') }] : []),
    // A machine without it runs the rest; CI never goes without.
    ...(webkitObstacle() === undefined || (process.env['CI'] ?? '') !== ''
      ? [{ name: 'WebKitGTK', testDir: 'webkit' }]
      : []),
  ],
})
