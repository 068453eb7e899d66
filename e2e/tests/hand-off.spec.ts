import { expect, test } from '../fixtures.ts'
import type { PortalPage } from '../portal-page.ts'

const untilDevice = async (portal: PortalPage): Promise<void> => {
  await portal.open('new-ad-1')
  await portal.identify('ana')
  await portal.password('Directory-1!')
  await portal.expectPage('device')
}

const linkTo = (platform: string): RegExp =>
  new RegExp(
    String.raw`^https://mdm\.example\.test/${platform}/enroll\?account=new-ad-1&device=.+&user=ana%40corp\.example\.test$`,
  )
const appleLink = linkTo('ios')
const androidLink = linkTo('android')

/** By the name of the project: what it is, and where its set-up goes on. */
const devices: Readonly<Record<string, readonly [platform: string, href: RegExp]>> = {
  'Edge on Windows': ['Windows', /^ms-device-enrollment:\?mode=mdm&username=ana%40corp\.example\.test&/],
  iPhone: ['iPhone or iPad', appleLink],
  iPad: ['iPhone or iPad', appleLink],
  'Android phone': ['Android', androidLink],
  'Android tablet': ['Android', androidLink],
}

test(
  'the device at hand is found out, suggested, and set up right here',
  { tag: '@every-device' },
  async ({ portal }, { project }) => {
    const [platform = '', href = /^never/] = devices[project.name] ?? []
    await untilDevice(portal)
    await expect(portal.page.getByRole('radio', { name: `${platform} Suggested` })).toBeChecked()
    await portal.chooseDevice()
    await portal.expectEnrolled({ factors: 1 })
    await expect(portal.page.getByRole('link', { name: 'Continue the set-up' })).toHaveAttribute('href', href)
    await expect(portal.page.getByText('This link works in Safari only')).toHaveCount(0)
    await expect(portal.page.getByRole('img', { name: 'QR code' })).toBeHidden()
  },
)

test('an Android phone enrolled from a desktop scans a QR code', { tag: '@desktop' }, async ({ portal }) => {
  await untilDevice(portal)
  await portal.chooseDevice({ platform: 'Android' })
  await expect(portal.page.getByRole('img', { name: 'QR code with the set-up link' })).toBeVisible()
  await expect(portal.page.getByRole('link', { name: 'Open it on this device instead' })).toHaveAttribute(
    'href',
    androidLink,
  )
})

test(
  'an iPhone enrolled from a desktop scans a QR code, or gets its link to copy',
  { tag: '@desktop' },
  async ({ portal, context }) => {
    await context.grantPermissions(['clipboard-write'])
    await untilDevice(portal)
    await portal.chooseDevice({ platform: 'iPhone or iPad' })
    await expect(portal.page.getByRole('img', { name: 'QR code with the set-up link' })).toBeVisible()
    await portal.page.getByText('No camera? Copy the link').click()
    await expect(portal.page.getByText('This link works in Safari only')).toBeVisible()
    await portal.press('Copy link')
    await expect(portal.page.getByRole('button', { name: 'Link copied' })).toBeVisible()
    // Pages of ours may not read the clipboard; a person pastes.
    await portal.press('Enroll another device')
    await portal.expectPage('newWorkflow')
    await portal.field('User name').fill('')
    await portal.page.keyboard.press('Control+V')
    await expect(portal.field('User name')).toHaveValue(appleLink)
  },
)

test('another device can follow', async ({ portal }) => {
  await untilDevice(portal)
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 1 })
  await portal.press('Enroll another device')
  await portal.expectPage('newWorkflow')
})
