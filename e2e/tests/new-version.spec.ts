import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

/** The server has other pages from now on: the files of these are gone. */
const deploy = async (page: Page): Promise<void> => {
  await page.route('**/assets/later-pages-*.js', (route) => route.fulfill({ status: 404, body: 'Not found' }))
  await page.route('**/index.html', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: (await response.text()).replace(/index-[\w-]{8}\.js/, 'index-00000000.js') })
  })
}

test('a page whose later files are gone is loaded anew, once, and then says so', async ({ portal }) => {
  const { page } = portal
  await deploy(page)
  let loads = 0
  page.on('load', () => (loads += 1))
  await portal.open('new-ad-1')
  await portal.identify('ana')
  await expect(page.getByRole('heading', { level: 1, name: 'There is a new version of this page' })).toBeVisible()
  expect(loads).toBe(2)
  // The new files are there: the enrollment goes on where it was.
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Reload' }).click()
  await portal.expectPage('password')
})

test('typing on the first page is not disturbed by it', async ({ portal }) => {
  const { page } = portal
  await deploy(page)
  const missed = page.waitForResponse('**/assets/later-pages-*.js')
  await portal.open('new-ad-1')
  await portal.expectPage('newWorkflow')
  await portal.field('User name').fill('ana')
  await missed
  await expect(portal.field('User name')).toHaveValue('ana')
})
