import type { Mailbox } from '@muster/demo/mailbox/mailbox'
import { expect, type Page } from '@playwright/test'
import { mailedCode } from './mailed-code.ts'
import { buttons, fields, type PageName, titles, validated } from './portal-words.ts'

/** The portal, as a person sees it: everything is found by its role or label, and said in their words. */
export type PortalPage = ReturnType<typeof createPortalPage>

type DeviceChoices = {
  /** As on the page; what was found out by itself where absent. */
  readonly platform?: string
  readonly name?: string
  readonly ownership?: 'Mine' | 'My company’s'
  readonly acceptTerms?: boolean
}

export const createPortalPage = (page: Page, mailbox: Mailbox) => {
  const field = (label: string) => page.getByLabel(label, { exact: true })
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const expectTitle = (title: string) =>
    expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible()
  const expectPage = (name: PageName) => expectTitle(titles[name])
  const alert = page.getByRole('main').getByRole('alert')

  /** As printed at the foot of every page. */
  const reference = async (): Promise<string> => {
    const printed = page.getByRole('contentinfo').getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    return printed.innerText()
  }

  return {
    page,
    open: (path: string) => page.goto(`/${path}`),

    /** New workflow, first page. */
    identify: async (username: string) => {
      await expectPage('newWorkflow')
      await field(fields.username).fill(username)
      await press(buttons.identify)
    },

    /** New workflow, Active Directory, second page. */
    password: async (secret: string) => {
      await expectPage('password')
      await field(fields.password).fill(secret)
      await press(buttons.signIn)
    },

    /** Existing workflow: everything on one page. */
    credentials: async (username: string, secret: string) => {
      await expectPage('existingWorkflow')
      await field(fields.username).fill(username)
      await field(fields.password).fill(secret)
      await press(buttons.signIn)
    },

    changePassword: async (old: string, fresh: string) => {
      await expectPage('newPassword')
      await field(fields.oldPassword).fill(old)
      await field(fields.newPassword).fill(fresh)
      await field(fields.repeatPassword).fill(fresh)
      await press(buttons.changePassword)
    },

    /** New workflow, Entra: leaves for Microsoft's pages. */
    continueToMicrosoft: async () => {
      await expectPage('microsoft')
      await press(buttons.leave)
    },

    /** The code that was mailed to somebody for the enrollment on this page, the newest; `after`: a newer one than that. */
    mailedCode: async (username: string, after?: string): Promise<string> => {
      await expectPage('code')
      const ours = { username, reference: await reference(), ...(after === undefined ? {} : { after }) }
      return mailedCode(mailbox, ours)
    },

    /** Types the code, digit by digit, and sends it. */
    code: async (digits: string) => {
      await expectPage('code')
      await field(fields.code).fill('')
      await field(fields.code).pressSequentially(digits)
      await press(buttons.verify)
    },

    /** All at once, as from the clipboard or the phone's keyboard: the page sends it by itself. */
    pasteCode: async (text: string) => {
      await expectPage('code')
      await field(fields.code).fill(text)
    },

    chooseDevice: async ({ platform, name, ownership, acceptTerms = false }: DeviceChoices = {}) => {
      await expectPage('device')
      if (platform !== undefined) await page.getByRole('radio', { name: platform }).check()
      if (name !== undefined) await page.getByRole('textbox', { name: fields.deviceName }).fill(name)
      if (ownership !== undefined) await page.getByRole('radio', { name: ownership }).check()
      if (acceptTerms) await page.getByRole('checkbox', { name: 'I have read the terms and accept them' }).check()
      await press(buttons.register)
    },

    expectEnrolled: async ({ factors }: { readonly factors: number }) => {
      await expectPage('enrolled')
      await expect(page.getByRole('term').filter({ hasText: validated(factors) })).toBeVisible()
    },

    /** An end without a device: says what to do next. */
    expectEnd: async (title: string) => {
      await expectTitle(title)
      await expect(page.getByRole('button', { name: buttons.startOver })).toBeVisible()
    },

    /** What went wrong, as it is read out. */
    expectAlert: (words: string | RegExp) => expect(alert).toContainText(words),
    expectTitle,
    /** What stands over the page, by its name. */
    expectTitleOf: (role: 'dialog', title: string) => expect(page.getByRole(role, { name: title })).toBeVisible(),
    expectPage,
    reference,
    field,
    press,

    /** The step as the server tells it to this very browser. */
    step: (): Promise<unknown> => page.evaluate(async () => (await fetch('/api/enrollment')).json()),
  }
}
