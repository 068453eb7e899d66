import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { buttons, fields, titles } from '../portal-words.ts'

// No test of this file uses a pointer: whatever can be done is done with Tab, Enter, Space and the arrows.

const directoryPassword = 'Directory-1!'

/** Tabs on until the element has the focus, as somebody would who cannot point. */
const tabTo = async (target: Locator): Promise<void> => {
  const isFocused = () => target.evaluate((element) => element === document.activeElement)
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 30 && !(await isFocused()); presses += 1) await target.page().keyboard.press('Tab')
  await expect(target).toBeFocused()
}

const enter = async (page: Page, label: string, text: string): Promise<void> => {
  await tabTo(page.getByLabel(label, { exact: true }))
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

const pressOn = async (page: Page, name: string, key: 'Enter' | 'Space' = 'Enter'): Promise<void> => {
  await tabTo(page.getByRole('button', { name, exact: true }))
  await page.keyboard.press(key)
}

/** The next page: its heading has the focus, and the window's title begins with it. */
const expectArrival = async (page: Page, title: string): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeFocused()
  await expect(page).toHaveTitle(new RegExp(`^${title.replaceAll(/[?.]/g, '\\$&')} · `))
}

test('a directory’s password and a code: mistakes take the focus, and each page’s heading', async ({ portal }) => {
  const { page } = portal
  const { keyboard } = page
  await portal.open('new-ad-2')
  await portal.expectPage('newWorkflow')
  await pressOn(page, buttons.identify)
  await expect(portal.field(fields.username)).toBeFocused()
  await expect(portal.field(fields.username)).toHaveAccessibleDescription(/Enter your user name\.$/)
  await keyboard.type('ana')
  await keyboard.press('Enter')
  await expectArrival(page, titles.password)
  await enter(page, fields.password, 'Not-my-password-1!')
  await tabTo(page.getByRole('button', { name: 'Show: Password' }))
  await keyboard.press('Space')
  await expect(portal.field(fields.password)).toHaveAttribute('type', 'text')
  await pressOn(page, buttons.signIn, 'Space')
  await expect(page.getByRole('alert')).toBeFocused()
  await enter(page, fields.password, directoryPassword)
  await keyboard.press('Enter')
  await expectArrival(page, titles.code)
  const code = await portal.mailedCode('ana')
  await enter(page, fields.code, code.slice(0, 5))
  await keyboard.press('Enter')
  await expect(portal.field(fields.code)).toBeFocused()
  await expect(portal.field(fields.code)).toHaveAccessibleDescription(/Enter all 8 digits of the code\.$/)
  await enter(page, fields.code, code)
  await keyboard.press('Enter')
  await expectArrival(page, titles.device)
  const suggested = page.getByRole('radio', { name: 'Suggested' })
  await tabTo(suggested)
  await keyboard.press('ArrowUp')
  await expect(suggested).not.toBeChecked()
  await pressOn(page, buttons.register)
  await expectArrival(page, titles.enrolled)
})

test('Microsoft and back, ownership and terms', async ({ portal, microsoft }) => {
  const { page } = portal
  const { keyboard } = page
  await portal.open('acme')
  await portal.expectPage('newWorkflow')
  await enter(page, fields.username, 'ana')
  await keyboard.press('Enter')
  // The one thing to do there has the focus, described by the page's title and lead.
  const leave = page.getByRole('button', { name: buttons.leave })
  await expect(leave).toBeFocused()
  await expect(leave).toHaveAccessibleDescription(new RegExp(`^${titles.microsoft}`))
  await keyboard.press('Enter')
  await microsoft.signIn()
  await microsoft.approve()
  await expectArrival(page, titles.code)
  await enter(page, fields.code, await portal.mailedCode('ana'))
  await keyboard.press('Enter')
  await expectArrival(page, titles.device)
  await pressOn(page, buttons.register)
  await expect(page.getByRole('radio', { name: 'Mine' })).toBeFocused()
  await keyboard.press('Space')
  await tabTo(page.getByRole('region', { name: 'Terms of use' }))
  await tabTo(page.getByRole('checkbox'))
  await keyboard.press('Space')
  await pressOn(page, buttons.register)
  await expectArrival(page, titles.enrolled)
})

test('name and password on one page, and a password that must be changed', async ({ portal }) => {
  const { page } = portal
  await portal.open('existing-ad-1')
  await portal.expectPage('existingWorkflow')
  await enter(page, fields.username, 'pia')
  await enter(page, fields.password, directoryPassword)
  await page.keyboard.press('Enter')
  await expectArrival(page, titles.newPassword)
  await enter(page, fields.oldPassword, directoryPassword)
  await enter(page, fields.newPassword, 'Quite-another-1!')
  await enter(page, fields.repeatPassword, 'Quite-another-2!')
  await page.keyboard.press('Enter')
  await expect(portal.field(fields.repeatPassword)).toBeFocused()
  await expect(portal.field(fields.repeatPassword)).toHaveAccessibleDescription(/not the same\.$/)
})

test('the list of steps unfolds, and another language leaves the focus and the field as they are', async ({
  portal,
}) => {
  const { page } = portal
  await portal.open('new-ad-2')
  await portal.expectPage('newWorkflow')
  await tabTo(page.locator('summary'))
  await page.keyboard.press('Space')
  await expect(page.getByRole('listitem').and(page.locator('[aria-current=step]'))).toContainText('Your user name')
  await page.keyboard.press('Enter')
  await expect(page.locator('[aria-current=step]')).toHaveCount(0)
  await enter(page, fields.username, 'ana')
  const language = page.getByRole('combobox', { name: 'Language' })
  await tabTo(language)
  await page.keyboard.type('Deu')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.getByRole('combobox', { name: 'Sprache' })).toBeFocused()
  await expect(page.getByRole('contentinfo').getByRole('status')).not.toBeEmpty()
  await expect(page.locator('main [name=username]')).toHaveValue('ana')
})

test(
  'the dialog for another device keeps the focus, closes with Escape, and gives the focus back',
  { tag: '@desktop' },
  async ({ portal }) => {
    const { page } = portal
    const { keyboard } = page
    await portal.open('new-ad-2')
    await portal.expectPage('newWorkflow')
    await pressOn(page, 'Enrolling a phone? Continue there')
    const dialog = page.getByRole('dialog', { name: 'Continue on another device' })
    await expect(dialog.getByRole('img')).toBeVisible()
    for (let presses = 0; presses < 8; presses += 1) {
      await keyboard.press('Tab')
      // Between the last and the first the browser's own bar may have it, never the page beneath.
      const isInside = () =>
        document.activeElement === document.body || document.activeElement?.closest('dialog') !== null
      expect(await page.evaluate(isInside)).toBe(true)
    }
    await tabTo(dialog.locator('summary'))
    await keyboard.press('Enter')
    await expect(dialog.getByRole('button', { name: 'Copy link' })).toBeVisible()
    await keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('button', { name: 'Enrolling a phone? Continue there' })).toBeFocused()
  },
)
