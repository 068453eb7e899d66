import type { World } from '@muster/demo/world/world-options'
import type { Page } from '@playwright/test'
import { applyConfirmingAccount, confirmingAccount } from '../confirming-account.ts'
import { createEntraPage } from '../entra-page.ts'
import { arrived, expect } from './stage.ts'
import type { WorldState } from './state.ts'

/** Of everybody in the demo's directory. */
const right = 'Directory-1!'

/** Says who one is, whatever language the page speaks. */
const identify = async (page: Page, account: string, username: string): Promise<void> => {
  // As a browser that was never here.
  await page.context().clearCookies()
  await page.goto(`/${account}`)
  await page.locator('main [name=username]').fill(username)
  await page.locator('main form button[type=submit]').click()
  await expect(page.locator('main [name=username]:visible')).toHaveCount(0)
  await arrived(page)
}

/** The first button of the page that says what Microsoft will do. */
const leave = (page: Page): Promise<void> => page.locator('main button[aria-describedby]').first().click()

const alerted = (page: Page): Promise<void> => expect(page.locator('main [role=alert]')).toBeVisible()

/** Comes back from Microsoft while the proof is dealt with as `deal` says. */
const comeBack = async (page: Page, world: World, deal: Parameters<Page['route']>[1]): Promise<void> => {
  await page.route('**/api/enrollment/entra-sign-in', deal)
  await identify(page, 'new-entra-1', 'ana')
  await leave(page)
  await createEntraPage(page, world.entra).signIn()
  await page.waitForURL((url) => url.pathname !== '/redirect' && !url.pathname.includes('oauth2'))
  await arrived(page)
}

const mismatched = async (page: Page, world: World, account: string): Promise<void> => {
  await identify(page, account, 'ana')
  await leave(page)
  await createEntraPage(page, world.entra).signIn({ as: 'eva@corp.example.test' })
  await alerted(page)
}

const rejected = {
  type: 'about:blank',
  title: 'token-rejected',
  status: 401,
  code: 'token-rejected',
  reference: 'K7QM-4XTB',
}

/** What takes a real way to Microsoft’s page and back: nothing of it is made up but where it says so. */
export const microsoftStates: readonly WorldState[] = [
  { page: 'entra-sign-in', name: 'coming back', show: (page, world) => comeBack(page, world, () => undefined) },
  {
    page: 'entra-sign-in',
    name: 'not checked yet',
    show: async (page, world) => {
      await comeBack(page, world, (route) => route.abort('internetdisconnected'))
      await alerted(page)
    },
  },
  {
    page: 'entra-sign-in',
    name: 'token-rejected',
    show: async (page, world) => {
      await comeBack(page, world, (route) =>
        route.fulfill({ status: 401, contentType: 'application/problem+json', json: rejected }),
      )
      await alerted(page)
    },
  },
  { page: 'entra-sign-in', name: 'identity-mismatch', show: (page, world) => mismatched(page, world, 'new-entra-1') },
  {
    page: 'entra-sign-in',
    name: 'identity-mismatch with a choice',
    show: async (page, world) => {
      await applyConfirmingAccount(world)
      await mismatched(page, world, confirmingAccount)
    },
  },
]

const atMicrosoft = (person: string, further: (page: Page, world: World) => Promise<void>): WorldState['show'] => {
  return async (page, world) => {
    await identify(page, 'new-entra-1', person)
    await leave(page)
    await further(page, world)
  }
}

const heading = (page: Page, name: string) => expect(page.getByRole('heading', { name, exact: true })).toBeVisible()

/** What surrounds the product in the demo, in English alone. */
export const demoStates: readonly WorldState[] = [
  { page: 'simulated Microsoft', name: 'sign in', show: atMicrosoft('ana', (page) => heading(page, 'Sign in')) },
  {
    page: 'simulated Microsoft',
    name: 'wrong password',
    show: atMicrosoft('ana', async (page, { entra }) => {
      const microsoft = createEntraPage(page, entra)
      await microsoft.signIn({ secret: 'Not-my-password-1!' })
      await microsoft.expectMistake(/./)
    }),
  },
  {
    page: 'simulated Microsoft',
    name: 'approval',
    show: atMicrosoft('mia', async (page, { entra }) => {
      await createEntraPage(page, entra).signIn()
      await heading(page, 'Approve sign in request')
    }),
  },
  {
    page: 'simulated Microsoft',
    name: 'texted code',
    show: atMicrosoft('noa', async (page, { entra }) => {
      await createEntraPage(page, entra).signIn()
      await heading(page, 'Enter code')
    }),
  },
  { page: 'demo', name: 'home', show: async (page) => void (await page.goto('/')) },
  {
    page: 'demo',
    name: 'where a link leads',
    show: async (page) => void (await page.goto('/demo/company/ios/enroll')),
  },
  {
    page: 'demo',
    name: 'inbox',
    show: async (page, { mailbox }) => {
      await identify(page, 'new-ad-2', 'ana')
      await page.locator('main [name=password]').fill(right)
      await page.locator('main form button[type=submit]').click()
      await expect(page.locator('main [name=code]')).toBeVisible()
      await mailbox.waitFor('ana@corp.example.test')
      await page.goto('/demo/inbox')
    },
  },
  {
    page: 'demo',
    name: 'mail',
    show: async (page, { mailbox }) => {
      const mail = await mailbox.waitFor('ana@corp.example.test')
      await page.goto(`/demo/inbox/${mail.id}`)
    },
  },
  { page: 'demo', name: 'phone', show: async (page) => void (await page.goto('/demo/phone')) },
]
