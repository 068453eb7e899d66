import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

test.use({ serviceWorkers: 'allow' })

/** Resolves once the worker has what it needs for the time without a network. */
const untilKept = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })

const keptIn = (page: Page) =>
  page.evaluate(async () => {
    const urls: string[] = []
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) urls.push(new URL(url).pathname)
    return urls.map((path) => path.replace(/-[\w-]{8}(?=\.\w+$)/, '')).sort()
  })

test(
  'reloaded without a network, our own page says so, and goes on by itself once there is one',
  { tag: '@every-device' },
  async ({ portal, context }) => {
    await portal.open('new-ad-2')
    await portal.identify('ana')
    await portal.expectPage('password')
    await untilKept(portal.page)
    await context.setOffline(true)
    await portal.page.reload()
    await expect(portal.page.getByRole('heading', { level: 1, name: 'You seem to be offline' })).toBeVisible()
    await context.setOffline(false)
    await portal.expectPage('password')
  },
)

test('the worker keeps the first page’s files and nothing else', async ({ portal }) => {
  await portal.open('new-ad-1')
  await portal.expectPage('newWorkflow')
  await untilKept(portal.page)
  await portal.page.reload()
  await portal.expectPage('newWorkflow')
  expect(await keptIn(portal.page)).toEqual([
    '/assets/boot.js',
    '/assets/index.js',
    '/assets/style.css',
    '/assets/words-en-first.js',
    '/index.html',
  ])
})

test('with a network a page is always the server’s, and calls never pass through the worker', async ({
  portal,
  context,
}) => {
  await portal.open('new-ad-1')
  await portal.expectPage('newWorkflow')
  await untilKept(portal.page)
  const answers: [path: string, fromWorker: boolean][] = []
  context.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (!pathname.startsWith('/assets/')) answers.push([pathname, response.fromServiceWorker()])
  })
  const answer = await portal.page.reload()
  await portal.expectPage('newWorkflow')
  expect(answer?.headers()['etag']).toBeDefined()
  expect(answers.filter(([path, fromWorker]) => path.startsWith('/api/') && fromWorker)).toEqual([])
  expect(answers.some(([path]) => path === '/api/enrollment')).toBe(true)
})

test('the return from Microsoft passes the worker by', async ({ portal, microsoft }) => {
  await portal.open('new-entra-1')
  await portal.identify('ana')
  await untilKept(portal.page)
  await portal.page.reload()
  const returned = portal.page.waitForResponse((response) => new URL(response.url()).pathname === '/redirect')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  expect((await returned).fromServiceWorker()).toBe(false)
  await portal.expectPage('device')
})
