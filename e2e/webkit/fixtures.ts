import { join } from 'node:path'
import { startWorld } from '@muster/demo/world/start-world'
import type { World } from '@muster/demo/world/world-options'
import { test as base } from '@playwright/test'
import { startWebKit, type WebKit } from './webkit-browser.ts'
import { createWebKitPortal, type WebKitPortal } from './webkit-portal.ts'

type WorkerFixtures = { readonly world: World; readonly webkit: WebKit }
type TestFixtures = { readonly portal: WebKitPortal }

/** A test in Safari's engine. Over https: it sends no `Secure` cookie to `http://localhost`, as Safari does not. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  world: [
    async ({ browserName: _ }, use, { parallelIndex }) => {
      const home = join(import.meta.dirname, `../../.test/webkit-${parallelIndex}`)
      const world = await startWorld({ port: 0, home, https: true, quiet: true })
      await use(world)
      await world.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  webkit: [
    async ({ browserName: _ }, use) => {
      const webkit = await startWebKit()
      await use(webkit)
      await webkit.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  portal: async ({ webkit, world }, use) => {
    world.mailbox.clear()
    world.entra.clearLog()
    const driver = await webkit.open()
    await use(createWebKitPortal(driver, world.origin, world.mailbox))
    await driver.quit()
  },
})

export { expect } from '@playwright/test'
