import type { PublicProfile } from '@muster/shared/public-profile'
import type { Step } from '@muster/shared/step'
import type { Seen } from '@muster/shared/testing/user-agents'
import { corpProfile, steps } from './example-steps.ts'
import { expect, type Stage } from './stage.ts'
import { type State, statesOf } from './state.ts'
import { problem, reply } from './wire.ts'

type Opened = {
  readonly as?: Seen['name']
  readonly touched?: boolean
  readonly step?: Step
  readonly platforms?: PublicProfile['platforms']
}

const openIn =
  ({ as, touched = true, step = steps.identify, platforms = corpProfile.platforms }: Opened) =>
  async (stage: Stage): Promise<void> => {
    if (touched) await stage.touched()
    if (as !== undefined) await stage.asIn(as)
    stage.wire.answer('profile', reply({ ...corpProfile, platforms }))
    stage.wire.answer('open', reply(step))
    await stage.open()
  }

/** It comes with the later pages, above a page that is there already. */
const advised =
  (opened: Opened, unfolded = false) =>
  async (stage: Stage) => {
    await openIn(opened)(stage)
    await expect(stage.page.locator('main aside')).toBeVisible()
    if (unfolded) await stage.page.locator('main aside summary').first().click()
  }

const phones = ['ios', 'android'] as const

const planOf = (opened: Opened) => async (stage: Stage) => {
  await openIn(opened)(stage)
  await stage.page.locator('header summary').click()
  await expect(stage.page.locator('header ol')).toBeVisible()
}

const { asks: _, ...rest } = steps.identify.progress
const viaApproval = {
  ...steps['entra-sign-in'],
  progress: { ...rest, at: 2, asks: ['name', 'microsoft-approval', 'email-code', 'device'] },
} satisfies Step

/** What had better be known before, and what comes. */
export const adviceStates: readonly State[] = [
  ...statesOf('advice', {
    'in Outlook on an iPhone': advised({ as: 'Outlook on iOS' }),
    'in Facebook on Android, unfolded': advised({ as: 'Facebook on Android' }, true),
    'in an app that does not say which': advised({
      as: 'an app on iOS that does not say which',
      step: steps.credentials,
    }),
    'on a Mac, for a phone': advised({ as: 'Safari on a Mac', touched: false }),
    'on Windows, for a phone, unfolded': advised({ touched: false, platforms: [...phones] }, true),
    'on a phone, for a computer': advised({ as: 'Safari on iOS 26', platforms: ['windows'] }),
    'no cookies': async (stage) => {
      await stage.page.addInitScript(() =>
        Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => false }),
      )
      stage.wire.answer('current', problem('no-enrollment'))
      await advised({ touched: false })(stage)
    },
    'a phone as it should be': openIn({ as: 'Safari on iOS 26' }),
    'set-up in another browser than Safari': openIn({ as: 'Chrome on iOS', step: steps.device }),
  }),
  ...statesOf('plan', {
    'before anybody is known': planOf({
      step: { ...steps.identify, progress: { ...rest, asks: ['name', 'sign-in', 'email-code', 'device'] } },
    }),
    'with an approval by phone': planOf({ step: viaApproval }),
    'in its midst': planOf({ step: steps['email-code'] }),
    'at its end': planOf({ step: steps.device }),
  }),
  ...statesOf('language', {
    chosen: async (stage) => {
      await openIn({ touched: false })(stage)
      await stage.fill('username', 'ana.lindqvist')
      await stage.page.locator('footer select').selectOption('de')
      await expect(stage.page.locator('html[lang=de]')).toBeAttached()
      await expect(stage.page.locator('main [name=username]')).toHaveValue('ana.lindqvist')
    },
    missed: async (stage) => {
      await stage.page.route('**/assets/words-de-*.js', (route) => route.abort())
      await openIn({ touched: false })(stage)
      await stage.page.locator('footer select').selectOption('de')
      await expect(stage.page.locator('footer [role=status]:not(.visually-hidden)')).toBeVisible()
    },
  }),
  ...(['changed', 'unconfirmed'] as const).flatMap((note) => [
    ...statesOf('password', {
      [`the old one, ${note}`]: openIn({ touched: false, step: { ...steps.password, note } }),
    }),
    ...statesOf('credentials', {
      [`the old one, ${note}`]: openIn({ touched: false, step: { ...steps.credentials, note } }),
    }),
  ]),
]
