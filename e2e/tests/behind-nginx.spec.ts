import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../fixtures.ts'

// The pages come from nginx with the files of deploy/static, the calls from a portal that has no pages.
test.use({ pages: 'nginx', worldOf: 'nginx' })

const right = 'Directory-1!'

test('the portal has no pages here, and nginx has no calls', async ({ world, request }) => {
  expect((await request.get(`${world.bffOrigin}/new-ad-1`)).status()).toBe(404)
  expect((await request.get('/new-ad-1')).headers()['server']).toBe('nginx')
  expect((await request.get('/api/accounts/new-ad-1')).headers()['content-type']).toBe('application/json')
})

test('directory and code: the whole way, with a reload on it', async ({ portal }) => {
  await portal.open('new-ad-2')
  await portal.identify('ana')
  await portal.expectPage('password')
  await portal.page.reload()
  await portal.expectPage('password')
  await portal.password(right)
  await portal.code(await portal.mailedCode('ana'))
  await portal.expectPage('device')
  await portal.chooseDevice({ platform: 'Windows' })
  await portal.expectEnrolled({ factors: 2 })
})

test('Entra: Microsoft’s way back is no page that may be kept', async ({ portal, microsoft }) => {
  await portal.open('new-entra-1')
  await portal.identify('ana')
  const returned = portal.page.waitForResponse((response) => new URL(response.url()).pathname === '/redirect')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  const headers = (await returned).headers()
  expect(headers['cache-control']).toBe('no-store')
  expect(headers['cross-origin-opener-policy']).toBeUndefined()
  await portal.expectPage('device')
})

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' })
  test('our own page says so, and goes on by itself once there is one', async ({ portal, context }) => {
    await portal.open('new-ad-2')
    await portal.identify('ana')
    await portal.expectPage('password')
    await portal.page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await context.setOffline(true)
    await portal.page.reload()
    await expect(portal.page.getByRole('heading', { level: 1, name: 'You seem to be offline' })).toBeVisible()
    await context.setOffline(false)
    await portal.expectPage('password')
  })
})

test('what the deployment says is read from beside the pages, without a new build', async ({
  portal,
  world,
  request,
}) => {
  await portal.open('no-such-company')
  const notice = portal.page.getByRole('link', { name: 'Privacy notice (new tab)' })
  await expect(portal.page.getByLabel('Language')).toBeVisible()
  await expect(notice).toHaveCount(0)
  const support = { name: 'Service desk', phone: '+1 555 0199' }
  await writeFile(
    join(world.pagesFolder, 'config.json'),
    JSON.stringify({ name: 'Example Group', support, privacy: 'https://example.test/privacy' }),
  )
  expect((await request.get('/config.json')).headers()).toMatchObject({
    'cache-control': 'no-cache',
    'content-type': 'application/json',
  })
  await portal.page.reload()
  await expect(notice).toBeVisible()
  await expect(portal.page.getByRole('link', { name: 'Call Service desk' })).toBeVisible()
  await expect(portal.page).toHaveTitle('We do not know this company · Example Group')
  await rm(join(world.pagesFolder, 'config.json'))
})

/** The same pages under other names, as another build has them; those of before are gone. */
const update = async (folder: string): Promise<void> => {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(js|html)$/.test(name))
  const renamed = (text: string) => text.replaceAll(/\b(index|later-pages)-[\w-]{8}\.js/g, '$1-00000000.js')
  for (const name of names) {
    const file = join(folder, name)
    const text = await readFile(file, 'utf8')
    if (renamed(text) === text && renamed(name) === name) continue
    for (const ending of ['', '.br', '.gz']) await rm(file + ending, { force: true })
    await writeFile(join(folder, renamed(name)), renamed(text))
  }
}

test('an update while somebody is on the first page: what is gone makes it load the new one', async ({
  portal,
  world,
}) => {
  const { page } = portal
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
  await page.route('**/assets/later-pages-*.js', async (route) => {
    await held
    await route.continue()
  })
  await portal.open('new-ad-1')
  await portal.expectPage('newWorkflow')
  await update(world.pagesFolder)
  const gone = page.waitForResponse(
    (response) => response.url().includes('/assets/later-pages-') && response.status() === 404,
  )
  letGo()
  await gone
  const reloaded = page.waitForEvent('load')
  await portal.identify('ana')
  await reloaded
  await portal.expectPage('password')
  expect(await page.locator('script[type=module]').getAttribute('src')).toBe('/assets/index-00000000.js')
})
