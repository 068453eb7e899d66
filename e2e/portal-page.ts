import type { Mailbox } from '@muster/demo/mailbox/mailbox'
import { codeIn } from '@muster/demo/pages/inbox-page'
import { expect, type Page } from '@playwright/test'

/** The portal, as a person sees it: everything is found by its role or label, and said in their words. */
export type PortalPage = ReturnType<typeof createPortalPage>

type DeviceChoices = {
  /** As on the page; what was found out by itself where absent. */
  readonly platform?: string
  readonly name?: string
  readonly ownership?: 'Mine' | 'My company’s'
  readonly acceptTerms?: boolean
}

const titles = {
  newWorkflow: 'Who are you?',
  existingWorkflow: 'Sign in',
  password: 'Enter your password',
  newPassword: 'Choose a new password',
  microsoft: 'Sign in with Microsoft',
  code: 'Check your e-mail',
  device: 'Set up this device',
  enrolled: 'Your device is registered',
} as const

export const createPortalPage = (page: Page, mailbox: Mailbox) => {
  const field = (label: string) => page.getByLabel(label, { exact: true })
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const expectTitle = (title: string) =>
    expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible()
  const expectPage = (name: keyof typeof titles) => expectTitle(titles[name])
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
      await field('User name').fill(username)
      await press('Continue')
    },

    /** New workflow, Active Directory, second page. */
    password: async (secret: string) => {
      await expectPage('password')
      await field('Password').fill(secret)
      await press('Sign in')
    },

    /** Existing workflow: everything on one page. */
    credentials: async (username: string, secret: string) => {
      await expectPage('existingWorkflow')
      await field('User name').fill(username)
      await field('Password').fill(secret)
      await press('Sign in')
    },

    changePassword: async (old: string, fresh: string) => {
      await expectPage('newPassword')
      await field('Current password').fill(old)
      await field('New password').fill(fresh)
      await field('New password again').fill(fresh)
      await press('Change password')
    },

    /** New workflow, Entra: leaves for Microsoft's pages. */
    continueToMicrosoft: async () => {
      await expectPage('microsoft')
      await press('Continue to Microsoft')
    },

    /** The code that was mailed to somebody for the enrollment on this page, the newest; `after`: a newer one than that. */
    mailedCode: async (username: string, after?: string): Promise<string> => {
      await expectPage('code')
      const ours = await reference()
      const mail = await mailbox.waitFor(`${username}@corp.example.test`, {
        matches: ({ subject, text }) => text.includes(ours) && ![undefined, after].includes(codeIn(subject)),
      })
      return codeIn(mail.subject) ?? ''
    },

    /** Types the code, digit by digit, and sends it. */
    code: async (digits: string) => {
      await expectPage('code')
      await field('Verification code').fill('')
      await field('Verification code').pressSequentially(digits)
      await press('Verify')
    },

    /** All at once, as from the clipboard or the phone's keyboard: the page sends it by itself. */
    pasteCode: async (text: string) => {
      await expectPage('code')
      await field('Verification code').fill(text)
    },

    chooseDevice: async ({ platform, name, ownership, acceptTerms = false }: DeviceChoices = {}) => {
      await expectPage('device')
      if (platform !== undefined) await page.getByRole('radio', { name: platform }).check()
      if (name !== undefined) await page.getByRole('textbox', { name: 'Device name' }).fill(name)
      if (ownership !== undefined) await page.getByRole('radio', { name: ownership }).check()
      if (acceptTerms) await page.getByRole('checkbox', { name: 'I have read the terms and accept them' }).check()
      await press('Register this device')
    },

    expectEnrolled: async ({ factors }: { readonly factors: number }) => {
      await expectPage('enrolled')
      await expect(
        page
          .getByRole('term')
          .filter({ hasText: factors === 1 ? '1 factor validated' : `${factors} factors validated` }),
      ).toBeVisible()
    },

    /** An end without a device: says what to do next. */
    expectEnd: async (title: string) => {
      await expectTitle(title)
      await expect(page.getByRole('button', { name: 'Start over' })).toBeVisible()
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
