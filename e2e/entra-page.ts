import type { SimulatedEntra } from '@muster/demo/entra/simulated-entra'
import { expect, type Page } from '@playwright/test'

/** Microsoft's pages, as a person sees them. */
export type EntraPage = ReturnType<typeof createEntraPage>

/** Of everybody in the demo's tenant. */
const everybodys = 'Entra-1!'

export const createEntraPage = (page: Page, entra: SimulatedEntra) => {
  const password = page.getByLabel('Password', { exact: true })
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

  return {
    /** The form that asks for the password, with the name that came along. */
    expectName: (name: string) => expect(page.getByLabel('Email or user name')).toHaveValue(name),

    /** Signs in as whom the portal named, or as somebody else. */
    signIn: async ({ as, secret = everybodys }: { readonly as?: string; readonly secret?: string } = {}) => {
      await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible()
      if (as !== undefined) await page.getByLabel('Email or user name').fill(as)
      await password.fill(secret)
      await press('Sign in')
    },

    approve: async () => {
      await expect(page.getByRole('heading', { name: 'Approve sign in request' })).toBeVisible()
      await press('Approve')
    },

    /** Reads the newest text message on the person's phone and enters its code. */
    enterTextedCode: async (username: string) => {
      await expect(page.getByRole('heading', { name: 'Enter code' })).toBeVisible()
      const text = entra.textMessages.find(({ person }) => person.username === username)
      await page.getByLabel('Code').fill(text?.code ?? `no text message to ${username}`)
      await press('Verify')
    },

    cancel: () => press('Cancel'),

    /** From the page that lets nobody through, with its number, back to the portal. */
    leaveRefused: async (number: string) => {
      await expect(page.getByText(number, { exact: true })).toBeVisible()
      await press('Back to the app')
    },

    expectMistake: (words: string | RegExp) => expect(page.getByRole('alert')).toContainText(words),
  }
}
