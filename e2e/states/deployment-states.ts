import { steps } from './example-steps.ts'
import { expect, type Stage } from './stage.ts'
import { type State, statesOf } from './state.ts'
import { problem, reply } from './wire.ts'

const own = {
  name: 'Example Group device portal',
  support: {
    name: 'Example service desk',
    phone: '+1 555 0199',
    email: 'desk@example.test',
    url: 'https://desk.example.test/',
  },
  privacy: 'https://example.test/privacy',
  legal: '/imprint.html',
  languages: ['en', 'ar', 'de'],
}

/** Where the deployment says who runs it: its foot is there before the page is looked at. */
const saying =
  (lead: (stage: Stage) => Promise<void>, json: object = own) =>
  async (stage: Stage) => {
    await stage.page.route('**/config.json', (route) => route.fulfill({ json }))
    await lead(stage)
    await expect(stage.page.locator('footer a[href="/imprint.html"]')).toBeVisible()
  }

const lost = async ({ wire, open }: Stage) => {
  wire.answer('current', problem('no-enrollment'))
  await open('redirect#code=0.AX&state=none')
}

/** Pages of a deployment that says something of itself in `config.json`. */
export const deploymentStates: readonly State[] = [
  ...statesOf('deployment', {
    'its notices under an account’s page': saying(async ({ wire, open }) => {
      wire.answer('open', reply(steps.identify))
      await open()
    }),
    'its help desk where no account is known': saying(async ({ wire, open, page }) => {
      wire.answer('profile', problem('unknown-account'))
      wire.answer('open', problem('unknown-account'))
      await open('no-such-company')
      await expect(page.locator('main a[href^="tel:"]')).toBeVisible()
    }),
    'its help desk where the portal is away': saying(async ({ wire, open }) => {
      wire.answer('profile', problem('unavailable'))
      wire.answer('open', problem('unavailable'))
      await open()
    }),
    'lost on the way, with a way back': saying(async (stage) => {
      await stage.page.addInitScript(() => sessionStorage.setItem('muster.start', 'corp/'))
      await lost(stage)
      await expect(stage.page.locator('main a[href="/corp"]')).toBeVisible()
      await expect(stage.page.locator('main a[href^="tel:"]')).toBeVisible()
    }),
    'lost on the way, without one': saying(async (stage) => {
      await lost(stage)
      await expect(stage.page.locator('main a[href^="tel:"]')).toBeVisible()
    }),
    'a name and a long word': saying(
      async ({ wire, open }) => {
        wire.answer('open', reply(steps.identify))
        await open()
      },
      { ...own, name: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz-Portal GmbH' },
    ),
  }),
]
