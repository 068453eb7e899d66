import { join } from 'node:path'
import { sambaObstacle } from '@muster/demo/services/samba'
import { startWorld } from '@muster/demo/world/start-world'
import { shapes, type World } from '@muster/demo/world/world-options'
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test'
import { createEntraPage, type EntraPage } from './entra-page.ts'
import { createPortalPage, type PortalPage } from './portal-page.ts'

/** A real domain controller wherever one can run; a machine without one simulates it, but CI never does. */
const directoryKind = async (): Promise<'samba' | 'simulated'> => {
  const obstacle = await sambaObstacle()
  if (obstacle === undefined) return 'samba'
  if ((process.env['CI'] ?? '') !== '') throw new Error(obstacle)
  return 'simulated'
}

/** The same tests hold whatever the portal consists of. */
const shape = shapes.find((one) => one === process.env['MUSTER_DEMO_SHAPE']) ?? 'node'

/** What a browser reports while a page is honest and finds nothing there: no mistake of the page's. */
const isAnswered = (text: string): boolean =>
  /^(Failed to load resource:|TypeError: Failed to fetch dynamically imported module:)/.test(text)

/** Everything a context's pages complain about: scripts' errors, and what the content security policy forbade. */
const complaintsOf = async (context: BrowserContext): Promise<readonly string[]> => {
  const complaints: string[] = []
  context.on('weberror', (error) => void complaints.push(String(error.error())))
  context.on('console', (message) => {
    if (message.type() === 'error' && !isAnswered(message.text())) complaints.push(message.text())
  })
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`forbidden by ${violatedDirective}: ${blockedURI}`),
    )
  })
  return complaints
}

/** Moves the portal's time on, and the browser's idea of it. It never moves back: what is limited by time would stay shut. */
type Clock = { readonly advance: (minutes: number) => Promise<void> }

type WorkerFixtures = {
  /** Tests of another name get another world: for those that leave theirs unfit for others. */
  readonly worldOf: string
  /** Who serves the pages of that world; a name of its own belongs to it. */
  readonly pages: 'portal' | 'nginx'
  readonly world: World
  readonly moved: { minutes: number }
}
type TestFixtures = {
  /** The portal in this test's own browser. */
  readonly portal: PortalPage
  readonly microsoft: EntraPage
  /** The portal in another tab or browser. */
  readonly portalIn: (page: Page) => PortalPage
  readonly clock: Clock
  readonly fingers: undefined
  readonly noComplaints: undefined
}

/** A test in a world of its worker's own: real portal process, built pages, directory, mail and Entra on the wire. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  worldOf: ['everybody', { scope: 'worker', option: true }],
  pages: ['portal', { scope: 'worker', option: true }],
  world: [
    async ({ worldOf: _, pages }, use, { parallelIndex }) => {
      const home = join(import.meta.dirname, '../.test', `e2e-${parallelIndex}`)
      const world = await startWorld({ port: 0, home, directory: await directoryKind(), pages, shape, quiet: true })
      await use(world)
      await world.stop()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  moved: [({ world: _ }, use) => use({ minutes: 0 }), { scope: 'worker' }],
  clock: async ({ world, moved, context }, use) => {
    const moment = () => new Date(Date.now() + moved.minutes * 60_000).toUTCString()
    await context.route('**/api/**', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, headers: { ...response.headers(), date: moment() } })
    })
    await use({
      advance: (minutes) => {
        moved.minutes += minutes
        return world.restartBff({ clockOffset: moved.minutes * 60_000 })
      },
    })
    await context.unrouteAll({ behavior: 'ignoreErrors' })
  },
  baseURL: ({ world }, use) => use(world.origin),
  portalIn: ({ world }, use) => use((page) => createPortalPage(page, world.mailbox)),
  portal: ({ page, portalIn }, use) => use(portalIn(page)),
  microsoft: ({ page, world }, use) => use(createEntraPage(page, world.entra)),
  fingers: [
    async ({ context, hasTouch }, use) => {
      // As many as phones and tablets feel. Playwright's have one, and an iPad with one is a Mac to the pages.
      if (hasTouch)
        await context.addInitScript(() => {
          Object.defineProperty(Navigator.prototype, 'maxTouchPoints', { get: () => 5 })
        })
      await use(undefined)
    },
    { auto: true },
  ],
  noComplaints: [
    async ({ context, world }, use) => {
      world.mailbox.clear()
      world.entra.clearLog()
      world.directory.journal.clear()
      const complaints = await complaintsOf(context)
      await use(undefined)
      expect(complaints, 'what the browser complained about').toEqual([])
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'
