import { expectAccessible } from '../axe.ts'
import { expect, test } from '../fixtures.ts'
import type { PortalPage } from '../portal-page.ts'

const atCode = async (portal: PortalPage): Promise<void> => {
  await portal.open('new-ad-2')
  await portal.identify('ana')
  await portal.password('Directory-1!')
  await portal.expectPage('code')
}

/** Through the clipboard, as a person does it. */
const paste = async ({ page, field }: PortalPage, text: string): Promise<void> => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
  await field('Verification code').focus()
  await page.keyboard.press('ControlOrMeta+V')
}

test('the whole mail may be pasted: the code is found in it and sent by itself', async ({ portal, world }) => {
  await atCode(portal)
  const code = await portal.mailedCode('ana')
  const [mail] = world.mailbox.messages('ana@corp.example.test')
  expect(mail?.text).toContain(`${code.slice(0, 4)} ${code.slice(4)}`)
  await paste(portal, mail?.text ?? '')
  await portal.expectPage('device')
})

test('digits of an Arabic keyboard stand in their order and are the code', async ({ portal }) => {
  await atCode(portal)
  const code = await portal.mailedCode('ana')
  const digits = [...code].map((digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? '')
  await portal.code(`${digits.slice(0, 4).join('')} ${digits.slice(4).join('')}`)
  await portal.expectPage('device')
})

test('after another code page and mail have the same number, and only that one counts', async ({ portal, world }) => {
  await atCode(portal)
  const first = await portal.mailedCode('ana')
  await portal.press('Send a new code')
  await expect(portal.page.getByText('Enter the 8 digits of code no. 2.')).toBeVisible()
  await expect(
    portal.page.getByText(/^Code no\. 2 (is on its way|was sent from .+)\. The ones before it no longer work\.$/),
  ).toBeVisible()
  const second = await portal.mailedCode('ana', first)
  expect(world.mailbox.messages('ana@corp.example.test')[0]?.subject).toMatch(/\(no\. 2\)$/)
  await portal.code(first)
  await portal.expectAlert('This code is not right.')
  await portal.code(second)
  await portal.expectPage('device')
})

test('a mail that is delayed, then refused, is told live, with whom to ask', async ({ portal, world }) => {
  world.mailbox.refuse(450)
  try {
    await atCode(portal)
    await expect(portal.page.getByText(/^The mail server is slow today/)).toBeVisible({ timeout: 20_000 })
    world.mailbox.refuse(550)
    await expect(portal.page.getByText(/^We could not deliver the e-mail/)).toBeVisible({ timeout: 30_000 })
  } finally {
    world.mailbox.refuse(undefined)
  }
  await portal.expectTitle('Your e-mail was not delivered')
  await expect(portal.page.getByText(/^The code works for/)).toBeHidden()
  const mail = portal.page.getByRole('main').getByRole('link', { name: /^Write to/ })
  await expect(mail).toHaveAttribute('href', new RegExp(`subject=.*${await portal.reference()}`))
  await expectAccessible(portal.page)
  await portal.press('Send a new code')
  await portal.code(await portal.mailedCode('ana'))
  await portal.expectPage('device')
})

test('whoever asks for Arabic gets an Arabic mail, written from right to left', async ({ portal, world, page }) => {
  await page.route('**/api/**', (route) =>
    route.continue({ headers: { ...route.request().headers(), 'accept-language': 'ar-EG' } }),
  )
  await atCode(portal)
  const code = await portal.mailedCode('ana')
  const [mail] = world.mailbox.messages('ana@corp.example.test')
  expect(mail?.subject).toContain(`${code} هو رمز تسجيل جهازك`)
  expect(mail?.html).toContain('<html lang="ar" dir="rtl">')
  await page.goto('/demo/inbox')
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveCSS('direction', 'rtl')
})
