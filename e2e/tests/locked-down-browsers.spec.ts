import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from '@playwright/test'
import { startWorld } from '@muster/demo/world/start-world'
import { wholeBrowser } from '../browser.ts'
import { createEntraPage } from '../entra-page.ts'
import { expect, test } from '../fixtures.ts'
import { createPortalPage, type PortalPage } from '../portal-page.ts'

const right = 'Directory-1!'
const noStorage = 'Your browser does not let this page remember anything'

const enrollByPassword = async (portal: PortalPage): Promise<void> => {
  await portal.open('new-ad-2')
  await portal.identify('ana')
  await portal.password(right)
  await portal.code(await portal.mailedCode('ana'))
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 2 })
}

/** Whatever a page asks of its storage, the browser says no, as Safari's and Firefox's strictest settings do. */
const forbidStorage = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    for (const name of ['sessionStorage', 'localStorage', 'indexedDB'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError')
        },
      })
  })

/** Other pages of the site have left room for the smallest notes only. */
const fillStorage = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    for (const size of [1_000_000, 100_000, 10_000, 1000])
      try {
        for (let piece = 0; piece < 20; piece += 1) sessionStorage.setItem(`full.${size}.${piece}`, 'x'.repeat(size))
      } catch {
        // It is as full as such pieces make it.
      }
  })

/** Everything that a page asks Microsoft for. */
const visitsIn = (context: BrowserContext): readonly string[] => {
  const visits: string[] = []
  context.on('request', (request) => {
    if (request.isNavigationRequest() && request.url().includes('/oauth2/')) visits.push(request.url())
  })
  return visits
}

test.describe('where a page may not store anything', () => {
  test('a password and a code lead through', async ({ portal, context }) => {
    await forbidStorage(context)
    await enrollByPassword(portal)
  })

  test('nobody is sent to Microsoft who could not come back: the page says why', async ({ portal, context }) => {
    await forbidStorage(context)
    const visits = visitsIn(context)
    await portal.open('new-entra-2')
    await portal.identify('ana')
    await portal.expectAlert(noStorage)
    await expect(portal.page.getByRole('button', { name: 'Continue to Microsoft' })).toHaveCount(0)
    expect(visits).toEqual([])
  })

  test('where the storage is full, nobody is sent to Microsoft either', async ({ portal, context }) => {
    await fillStorage(context)
    const visits = visitsIn(context)
    await portal.open('new-entra-2')
    await portal.identify('ana')
    await portal.expectAlert(noStorage)
    expect(visits).toEqual([])
  })

  test('without a database the way to Microsoft and back is open', async ({ portal, microsoft, context }) => {
    await context.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }))
    await portal.open('new-entra-1')
    await portal.identify('ana')
    await portal.continueToMicrosoft()
    await microsoft.signIn()
    await portal.chooseDevice()
    await portal.expectEnrolled({ factors: 1 })
  })
})

test('where the history takes no more entries, the pages go on', async ({ portal, context }) => {
  // Safari takes a hundred in half a minute.
  await context.addInitScript(() => {
    History.prototype.pushState = () => {
      throw new DOMException('Attempt to use history.pushState() more than 100 times per 30 seconds', 'SecurityError')
    }
  })
  await enrollByPassword(portal)
})

/** A browser of a person's own, with these of Chromium's preferences. */
const withPreferences = async (
  profile: Readonly<Record<string, unknown>>,
  visit: (context: BrowserContext) => Promise<void>,
  baseURL: string,
): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-browser-'))
  await mkdir(join(folder, 'Default'))
  await writeFile(join(folder, 'Default/Preferences'), JSON.stringify({ profile }))
  const context = await chromium.launchPersistentContext(folder, { ...wholeBrowser, baseURL, locale: 'en-GB' })
  try {
    await visit(context)
  } finally {
    await context.close()
    await rm(folder, { recursive: true, force: true })
  }
}

test('where all cookies are blocked, the page says what to allow', async ({ world }) => {
  const allBlocked = { default_content_setting_values: { cookies: 2 } }
  await withPreferences(
    allBlocked,
    async (context) => {
      const portal = createPortalPage(await context.newPage(), world.mailbox)
      await portal.open('new-ad-1')
      await portal.identify('ana')
      await portal.expectAlert('Your browser does not keep this page’s cookie')
    },
    world.origin,
  )
})

test('where other sites’ cookies are blocked, the way to Microsoft’s own site and back is open', async () => {
  const home = await mkdtemp(join(tmpdir(), 'muster-two-sites-'))
  const world = await startWorld({ port: 0, home, entraHost: '127.0.0.1', quiet: true })
  const thirdPartyBlocked = { block_third_party_cookies: true, cookie_controls_mode: 1 }
  try {
    await withPreferences(
      thirdPartyBlocked,
      async (context) => {
        const page = await context.newPage()
        const portal = createPortalPage(page, world.mailbox)
        const microsoft = createEntraPage(page, world.entra)
        await portal.open('new-entra-2-mfa')
        await portal.identify('ana')
        await portal.continueToMicrosoft()
        await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:/)
        await microsoft.signIn()
        await microsoft.approve()
        await portal.code(await portal.mailedCode('ana'))
        await portal.chooseDevice()
        await portal.expectEnrolled({ factors: 3 })
      },
      world.origin,
    )
  } finally {
    await world.stop()
    await rm(home, { recursive: true, force: true })
  }
})
