import type { World } from '@muster/demo/world/world-options'
import { expect, test } from '../fixtures.ts'

/** Invites somebody as an operator would; gives the path of the printed address. */
const invite = async (world: World, ...options: readonly string[]): Promise<string> => {
  const made = await world.runMuster(['request', 'create', ...options])
  expect(made).toMatchObject({ code: 0, stderr: '' })
  const [address = ''] = made.stdout.split('\n')
  expect(address).toMatch(new RegExp(`^${world.origin}/[a-z0-9-]+/[0-9A-Za-z]{22}$`))
  return address.slice(world.origin.length + 1)
}

test(
  'an enrollment request fills in name and platform, and works for one device',
  { tag: '@every-device' },
  async ({ portal, portalIn, browser, world }) => {
    const path = await invite(world, '--account', 'new-ad-2', '--user', 'ana', '--platform', 'android')
    await portal.open(path)
    await expect(portal.field('User name')).toHaveValue('ana')
    await expect(portal.field('Domain')).toHaveValue('corp.example.test')
    await portal.press('Continue')
    await portal.password('Directory-1!')
    await portal.code(await portal.mailedCode('ana'))
    await expect(portal.page.getByRole('radio', { name: 'Android' })).toBeChecked()
    await portal.chooseDevice()
    await portal.expectEnrolled({ factors: 2 })
    const other = await browser.newContext()
    const again = portalIn(await other.newPage())
    await again.page.goto(`${world.origin}/${path}`)
    await again.expectTitle('This enrollment link is not valid any more')
    await other.close()
  },
)

test('opening the link uses nothing up', async ({ portal, portalIn, browser, world }) => {
  const path = await invite(world, '--account', 'new-ad-1', '--user', 'ben')
  const scanner = await browser.newContext()
  await portalIn(await scanner.newPage()).page.goto(`${world.origin}/${path}`)
  await scanner.close()
  await portal.open(path)
  await portal.press('Continue')
  await portal.password('Directory-1!')
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 1 })
})

test('the request survives the visit to Microsoft', async ({ portal, microsoft, world }) => {
  const path = await invite(world, '--account', 'new-entra-1', '--user', 'ana', '--platform', 'ios')
  await portal.open(path)
  await expect(portal.field('User name')).toHaveValue('ana')
  await portal.press('Continue')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await portal.expectPage('device')
  await expect(portal.page).toHaveURL(`${world.origin}/${path}`)
  await expect(portal.page.getByRole('radio', { name: 'iPhone or iPad' })).toBeChecked()
})
