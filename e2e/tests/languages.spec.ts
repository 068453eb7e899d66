import { expectAccessible } from '../axe.ts'
import { expect, test } from '../fixtures.ts'

test('a language chosen in the middle of a form keeps what was typed, and holds to the end', async ({ portal }) => {
  await portal.open('new-ad-1')
  await portal.identify('ana')
  await portal.expectPage('password')
  await portal.field('Password').fill('Directory-1!')
  await portal.field('Language').focus()
  await portal.field('Language').selectOption('de')
  await portal.expectTitle('Geben Sie Ihr Passwort ein')
  await expect(portal.field('Passwort')).toHaveValue('Directory-1!')
  await expect(portal.field('Sprache')).toBeFocused()
  await portal.press('Anmelden')
  await portal.expectTitle('Dieses Gerät einrichten')
  await portal.page.reload()
  await portal.expectTitle('Dieses Gerät einrichten')
})

test.describe('a browser that asks for German', () => {
  test.use({ locale: 'de-DE' })

  test('is answered in German, and fetches no other language', async ({ portal }) => {
    const words: string[] = []
    portal.page.on('request', (request) => {
      const [, language] = /\/words-([\w-]+)-(?:first|later)-/.exec(request.url()) ?? []
      if (language !== undefined) words.push(language)
    })
    await portal.open('new-ad-2')
    await portal.expectTitle('Wer sind Sie?')
    await expect(portal.page.locator('html')).toHaveAttribute('lang', 'de')
    await portal.field('Benutzername').fill('ana')
    await portal.press('Weiter')
    await portal.expectTitle('Geben Sie Ihr Passwort ein')
    expect([...new Set(words)]).toEqual(['de'])
  })
})

test.describe('a browser that asks for Arabic', { tag: '@every-device' }, () => {
  test.use({ locale: 'ar-EG' })

  test('gets a page from right to left, where addresses and codes run from left to right', async ({ portal }) => {
    await portal.open('new-ad-2')
    await portal.expectTitle('من أنت؟')
    await expect(portal.page.locator('html')).toHaveAttribute('dir', 'rtl')
    await expectAccessible(portal.page)
    const domain = portal.field('النطاق')
    await expect(domain).toHaveCSS('direction', 'ltr')
    await expect(domain).toHaveCSS('text-align', 'right')
    await portal.field('اسم المستخدم').fill('ana')
    await portal.press('متابعة')
    await portal.expectTitle('أدخل كلمة المرور')
    await expect(portal.page.getByText('ana@corp.example.test')).toHaveCSS('unicode-bidi', 'isolate')
    const overflow = await portal.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await expectAccessible(portal.page)
  })
})

test('where a language cannot be had, the page says so and goes on', async ({ portal }) => {
  await portal.page.route(/\/words-de-/, (route) => route.abort())
  await portal.open('new-ad-2')
  await portal.expectPage('newWorkflow')
  await portal.field('Language').selectOption('de')
  await expect(portal.page.getByText('We could not load this page in Deutsch.')).toBeVisible()
  await portal.identify('ana')
  await portal.expectPage('password')
})
