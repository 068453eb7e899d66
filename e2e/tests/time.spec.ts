import { expectAccessible } from '../axe.ts'
import { expect, test } from '../fixtures.ts'
import type { PortalPage } from '../portal-page.ts'

test.use({ worldOf: 'those whose clock moves on' })
// One world, one clock: side by side they would move it for each other.
test.describe.configure({ mode: 'default' })

const right = 'Directory-1!'

const named = async (portal: PortalPage): Promise<void> => {
  await portal.open('new-ad-2')
  await portal.identify('ana')
  await portal.expectPage('password')
}

test('after 20 idle minutes the enrollment has expired, and can be started over', async ({ portal, clock }) => {
  await named(portal)
  const before = await portal.reference()
  await clock.advance(21)
  await portal.password(right)
  await portal.expectEnd('Your time ran out')
  await expectAccessible(portal.page)
  await portal.press('Start over')
  await portal.expectPage('newWorkflow')
  expect(await portal.reference()).not.toBe(before)
})

test('after 60 minutes it has expired, however busy somebody was', async ({ portal, clock }) => {
  await named(portal)
  for (const _ of [19, 38, 57]) {
    await clock.advance(19)
    await portal.press('Not you? Change')
    await portal.identify('ana')
    await portal.expectPage('password')
  }
  await clock.advance(4)
  await portal.password(right)
  await portal.expectEnd('Your time ran out')
})

test('a link that is opened again after the end begins anew', async ({ portal, clock }) => {
  await named(portal)
  await clock.advance(61)
  await portal.page.reload()
  await portal.expectPage('newWorkflow')
  expect(await portal.step()).toMatchObject({ kind: 'identify', factors: { proven: [] } })
})

test('shortly before the end the page offers more time', async ({ portal, clock }) => {
  await named(portal)
  await portal.field('Password').focus()
  await clock.advance(18.5)
  // As when somebody comes back to the window.
  await portal.page.evaluate(() => window.dispatchEvent(new Event('focus')))
  const dialog = portal.page.getByRole('dialog', { name: 'Do you need more time?' })
  await expect(dialog).toBeVisible()
  await expectAccessible(portal.page)
  await dialog.getByRole('button', { name: 'Give me more time' }).click()
  await expect(dialog).toBeHidden()
  await expect(portal.field('Password')).toBeFocused()
  await clock.advance(11.5)
  await portal.password(right)
  await portal.expectPage('code')
})

test('a code works for ten minutes', async ({ portal, clock }) => {
  await named(portal)
  await portal.password(right)
  const old = await portal.mailedCode('ana')
  await clock.advance(11)
  await portal.code(old)
  await portal.expectAlert('This code has expired. Ask for a new one.')
  await portal.press('Send a new code')
  await portal.code(await portal.mailedCode('ana', old))
  await portal.expectPage('device')
})

test('the page of the code warns before the enrollment ends, and one press gives more time', async ({
  portal,
  clock,
}) => {
  await named(portal)
  await portal.password(right)
  await portal.expectPage('code')
  await clock.advance(18.5)
  await portal.page.evaluate(() => window.dispatchEvent(new Event('focus')))
  const dialog = portal.page.getByRole('dialog', { name: 'Do you need more time?' })
  await expect(dialog).toBeVisible()
  await expectAccessible(portal.page)
  await dialog.getByRole('button', { name: 'Give me more time' }).click()
  await expect(dialog).toBeHidden()
  await clock.advance(15)
  await portal.press('Send a new code')
  await expect(portal.page.getByText('Enter the 8 digits of code no. 2.')).toBeVisible()
})

test('the enrolled page stays when the time of the enrollment is over', async ({ portal, clock }) => {
  await portal.open('new-ad-1')
  await portal.identify('ana')
  await portal.password(right)
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 1 })
  await clock.advance(61)
  await portal.page.reload()
  await portal.expectEnrolled({ factors: 1 })
})

test('an enrollment request ends with its time', async ({ portal, clock, world }) => {
  const made = await world.runMuster(['request', 'create', '--account', 'new-ad-1', '--user', 'ana', '--expires', '7d'])
  const path = made.stdout.split('\n', 1)[0]?.slice(world.origin.length + 1) ?? ''
  await portal.open(path)
  await portal.expectPage('newWorkflow')
  await portal.press('Continue')
  await portal.expectPage('password')
  await clock.advance(8 * 24 * 60)
  await portal.page.reload()
  await portal.expectTitle('This enrollment link is not valid any more')
})
