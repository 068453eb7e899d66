import { type Browser, devices, type Page } from '@playwright/test'
import jsqr from 'jsqr'
import { expectAccessible } from '../axe.ts'
import { expect, test } from '../fixtures.ts'
import type { PortalPage } from '../portal-page.ts'

const right = 'Directory-1!'

// Two browsers, and each looks every two seconds what the other has done.
test.describe.configure({ timeout: 180_000 })

/** A phone of its own: another browser, with a touch screen and without the desktop's cookies. */
const phonePage = async (browser: Browser, baseURL: string): Promise<Page> => {
  const { defaultBrowserType: _, ...iPhone } = devices['iPhone 15'] ?? {}
  const context = await browser.newContext({ ...iPhone, baseURL, locale: 'en-GB' })
  return context.newPage()
}

/** Every address that a page asks for, and where it says that it comes from. */
const askedBy = (page: Page): readonly string[] => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url(), request.headers()['referer'] ?? ''))
  return asked
}

/** What a camera reads of the picture on a page. */
const scan = async (page: Page): Promise<string> => {
  const picture = page.getByRole('img', { name: 'QR code with the link to continue' })
  await expect(picture).toBeVisible()
  const { data, size } = await picture.evaluate((image) => {
    if (!(image instanceof HTMLImageElement)) throw new Error('no picture')
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 400
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0, 400, 400)
    return { data: [...(context?.getImageData(0, 0, 400, 400).data ?? [])], size: 400 }
  })
  const read = jsqr.default(Uint8ClampedArray.from(data), size, size)
  if (read === null) throw new Error('no camera could read this code')
  return read.data
}

const enterNumber = async (desktop: PortalPage, number: string): Promise<void> => {
  await desktop.expectTitleOf('dialog', 'Is this you?')
  await desktop.field('Number on the other screen').fill(number)
  await desktop.press('Continue there')
}

test(
  'signed in on a desktop, the enrollment goes on with the phone that scanned its code',
  { tag: '@every-shape' },
  async ({ portal: desktop, portalIn, browser, world }) => {
    const page = await phonePage(browser, world.origin)
    const asked = askedBy(page)
    const askedByDesktop = askedBy(desktop.page)
    await desktop.open('new-ad-1')
    await desktop.identify('ana')
    await desktop.password(right)
    await desktop.expectPage('device')
    const reference = await desktop.reference()
    await desktop.press('Continue on another device')
    const link = await scan(desktop.page)
    expect(link).toMatch(new RegExp(`^${world.origin}/new-ad-1#go=[\\w-]{22}$`))

    const phone = portalIn(page)
    await page.goto(link)
    await phone.expectTitle('Continue your enrollment here?')
    expect(new URL(page.url()).hash).toBe('')
    await phone.press('Continue on this device')
    await phone.expectTitle('Enter this number on the other screen')
    const number = await page.getByText(/^\d\d$/).innerText()
    await page.reload()
    await phone.expectTitle('Enter this number on the other screen')
    await expect(page.getByText(number, { exact: true })).toBeVisible()

    await expect(desktop.page.getByText('iPhone, Safari')).toBeVisible()
    await enterNumber(desktop, number)
    await desktop.expectTitle('Continue on your other device')
    await phone.expectTitle('You can continue here')
    await expect(page.getByText('ana@corp.example.test')).toBeVisible()
    await phone.press('Continue')

    await phone.expectPage('device')
    expect(await phone.reference()).toBe(reference)
    await expect(page.getByRole('radio', { name: 'iPhone or iPad Suggested' })).toBeChecked()
    await expect(desktop.page.getByText('Choosing what to register')).toBeVisible()
    await phone.chooseDevice()
    await phone.expectEnrolled({ factors: 1 })
    await desktop.expectTitle('Done on your other device')
    await expect(desktop.page.getByText(/You can close this window/)).toBeVisible()

    const code = link.slice(link.indexOf('#go=') + 4)
    for (const address of [...asked, ...askedByDesktop]) expect(address).not.toContain(code)
    await page.context().close()
  },
)

test(
  'opened for a phone: the first page hands over, and everything is entered there',
  { tag: '@desktop' },
  async ({ portal: desktop, portalIn, browser, world }) => {
    await desktop.open('existing-ad-1')
    await desktop.expectPage('existingWorkflow')
    await desktop.press('Enrolling a phone? Continue there')
    const page = await phonePage(browser, world.origin)
    const phone = portalIn(page)
    await page.goto(await scan(desktop.page))
    await phone.press('Continue on this device')
    await phone.expectTitle('Enter this number on the other screen')
    await enterNumber(desktop, await page.getByText(/^\d\d$/).innerText())
    await expect(page.getByText('Nobody has signed in yet.')).toBeVisible()
    await phone.press('Continue')
    await phone.credentials('ana', right)
    await phone.expectPage('device')
    await expect(desktop.page.getByText('Choosing what to register')).toBeVisible()
    await page.context().close()
  },
)

test('whoever photographed the code is told no more than a number, and the person says that it is not theirs', async ({
  portal: desktop,
  portalIn,
  browser,
  world,
}) => {
  await desktop.open('new-ad-1')
  await desktop.identify('ana')
  await desktop.password(right)
  await desktop.expectPage('device')
  await desktop.press('Continue on another device')
  const link = await scan(desktop.page)
  const thief = await phonePage(browser, world.origin)
  await thief.goto(link)
  await portalIn(thief).press('Continue on this device')
  await portalIn(thief).expectTitle('Enter this number on the other screen')
  await expect(thief.getByText('ana')).toHaveCount(0)
  await desktop.expectTitleOf('dialog', 'Is this you?')
  await desktop.press('This is not my device')
  await portalIn(thief).expectTitle('This link does not work any more')
  await desktop.press('Cancel')
  await desktop.chooseDevice({ platform: 'Android' })
  await desktop.expectEnrolled({ factors: 1 })
  await thief.context().close()
})

test('without a camera the same link is there to be copied', { tag: '@desktop' }, async ({ portal }) => {
  // Who has no window asks even about what a press of a button allows.
  await portal.page.context().grantPermissions(['clipboard-write'])
  await portal.open('new-ad-1')
  await portal.expectPage('newWorkflow')
  await portal.press('Enrolling a phone? Continue there')
  await portal.page.getByText('No camera? Use the link').click()
  expect(await portal.page.getByText(/#go=/).innerText()).toBe(await scan(portal.page))
  await portal.press('Copy link')
  await expect(portal.page.getByRole('button', { name: 'Link copied' })).toBeVisible()
})

test(
  'axe finds nothing on either screen',
  { tag: '@desktop' },
  async ({ portal: desktop, portalIn, browser, world }) => {
    const page = await phonePage(browser, world.origin)
    const phone = portalIn(page)
    await desktop.open('new-ad-1')
    await desktop.expectPage('newWorkflow')
    await desktop.press('Enrolling a phone? Continue there')
    const link = await scan(desktop.page)
    await expectAccessible(desktop.page)
    await page.goto(link)
    await phone.expectTitle('Continue your enrollment here?')
    await expectAccessible(page)
    await phone.press('Continue on this device')
    await phone.expectTitle('Enter this number on the other screen')
    const number = await page.getByText(/^\d\d$/).innerText()
    await expectAccessible(page)
    await desktop.expectTitleOf('dialog', 'Is this you?')
    await expectAccessible(desktop.page)
    await enterNumber(desktop, number)
    await desktop.expectTitle('Continue on your other device')
    await expectAccessible(desktop.page)
    await phone.expectTitle('You can continue here')
    await expectAccessible(page)
    await page.context().close()
  },
)
