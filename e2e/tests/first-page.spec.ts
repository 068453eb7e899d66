import type { Page, Request } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

const isOpening = (request: Request): boolean =>
  request.method() === 'POST' && new URL(request.url()).pathname === '/api/enrollment'

/** Every opening of an enrollment that a page sends from here on. */
const openingsOf = (page: Page): readonly string[] => {
  const openings: string[] = []
  page.on('request', (request) => {
    if (isOpening(request)) openings.push(request.postData() ?? '')
  })
  return openings
}

test('the enrollment is opened while the pages’ script is still on its way, once a load', async ({ portal }) => {
  const { page } = portal
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
  const openings = openingsOf(page)
  await page.route('**/assets/index-*.js', async (route) => {
    await held
    await route.continue()
  })
  const opened = page.waitForResponse((response) => isOpening(response.request()))
  await page.goto('/new-ad-1', { waitUntil: 'commit' })
  expect((await opened).status()).toBe(201)
  // The pages' script has not run: the frame still stands as index.html has it.
  await expect(page.locator('.frame[aria-busy]')).toBeVisible()
  letGo()
  await portal.expectPage('newWorkflow')
  expect(openings).toEqual(['{"account":"new-ad-1"}'])
  await page.reload()
  await portal.expectPage('newWorkflow')
  expect(openings).toHaveLength(2)
})

test('without the start script the pages do all of it themselves', async ({ portal }) => {
  const { page } = portal
  const openings = openingsOf(page)
  await page.route('**/assets/boot-*.js', (route) => route.abort())
  await portal.open('new-ad-1')
  await portal.expectPage('newWorkflow')
  expect(openings).toHaveLength(1)
})

test('a start script that comes last opens nothing behind the pages’ back', async ({ portal }) => {
  const { page } = portal
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
  const openings = openingsOf(page)
  await page.route('**/assets/boot-*.js', async (route) => {
    await held
    await route.continue()
  })
  await page.goto('/new-ad-1', { waitUntil: 'commit' })
  await portal.expectPage('newWorkflow')
  const arrived = page.waitForResponse('**/assets/boot-*.js')
  letGo()
  await (await arrived).finished()
  await page.waitForLoadState('load')
  expect(openings).toHaveLength(1)
})

test('the return from Microsoft opens no enrollment', async ({ portal, microsoft }) => {
  await portal.open('new-entra-1')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  const openings = openingsOf(portal.page)
  await microsoft.signIn()
  await portal.expectPage('device')
  expect(openings).toEqual([])
})

test('a page that the browser kept goes on without asking anew', async ({ portal, world }) => {
  const { page } = portal
  await portal.open('new-ad-1')
  await portal.expectPage('newWorkflow')
  const openings = openingsOf(page)
  await page.goto(`${world.origin}/demo`)
  await page.goBack()
  await portal.expectPage('newWorkflow')
  expect(openings.length).toBeLessThanOrEqual(1)
})

test('MSAL is fetched once the step says Microsoft, and not before', async ({ portal }) => {
  const fetched: string[] = []
  portal.page.on('request', (request) => {
    if (request.url().includes('/assets/msal-')) fetched.push(request.resourceType())
  })
  await portal.open('new-entra-1')
  await portal.expectPage('newWorkflow')
  expect(fetched).toEqual([])
  const preloaded = portal.page.waitForRequest('**/assets/msal-*')
  await portal.identify('ana')
  await preloaded
  await portal.expectPage('microsoft')
  await portal.continueToMicrosoft()
  expect(fetched).toHaveLength(1)
})

test('files come as they were compressed at build and are kept; what is gone is no page', async ({ page, request }) => {
  await page.goto('/new-ad-1')
  const script = (await page.locator('script[type=module]').getAttribute('src')) ?? ''
  const headersOf = async (path: string) =>
    (await request.get(path, { headers: { 'Accept-Encoding': 'br' } })).headers()
  expect(await headersOf(script)).toMatchObject({
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  })
  const kept = { 'content-encoding': 'br', 'cache-control': 'no-cache', etag: expect.stringMatching(/^"/) }
  expect(await headersOf('/new-ad-1')).toMatchObject(kept)
  expect(await headersOf('/service-worker.js')).toMatchObject({
    ...kept,
    'content-type': expect.stringContaining('javascript'),
  })
  const gone = await request.get('/assets/index-00000000.js')
  expect(gone.status()).toBe(404)
  expect(await gone.text()).not.toContain('<')
})

test('the frame paints before any script has come', async ({ page }) => {
  await page.route('**/*.js', () => undefined)
  await page.goto('/new-ad-1', { waitUntil: 'commit' })
  await expect(page.locator('.frame-card')).toBeVisible()
  const painted = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
  expect(await painted.jsonValue()).toBeGreaterThan(0)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

/** How much of the screen has moved by itself so far, and how far (web.dev/articles/cls). */
const shiftOf = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) =>
          resolve(list.getEntries().reduce((sum, entry) => sum + ('value' in entry ? Number(entry.value) : 0), 0)),
        ).observe({ type: 'layout-shift', buffered: true })
        // Where nothing moved there are no entries to hear of.
        setTimeout(() => resolve(0), 500)
      }),
  )

for (const [held, shown] of [
  ['/api/enrollment', 'header'],
  ['/api/accounts/acme', 'form'],
] as const)
  test(`nothing jumps while the page comes, ${held} last`, async ({ page }) => {
    await page.setViewportSize({ width: 412, height: 823 })
    const { promise, resolve: letGo } = Promise.withResolvers<void>()
    await page.route(`**${held}`, async (route) => {
      await promise
      await route.continue()
    })
    await page.goto('/acme', { waitUntil: 'commit' })
    await expect(shown === 'form' ? page.locator('main form') : page.locator('header bdi')).toBeVisible()
    letGo()
    await expect(page.getByRole('contentinfo')).toContainText('Acme help desk')
    await expect(page.getByRole('combobox', { name: 'Language' })).toBeVisible()
    // The line under the company's name: a hundredth.
    expect(await shiftOf(page)).toBeLessThan(0.03)
  })

test.describe('with JavaScript turned off', () => {
  test.use({ javaScriptEnabled: false })
  test('the frame paints, and says what is missing', async ({ portal }) => {
    const answer = await portal.open('new-ad-1')
    await expect(portal.page.locator('.frame-card')).toBeVisible()
    // Painted it is; Playwright's locators pass it by.
    expect(await answer?.text()).toMatch(/<noscript><p lang="en" dir="ltr">This page needs JavaScript\./)
  })
})
