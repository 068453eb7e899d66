import type { StepOf } from '@muster/shared/step'
import { Platform } from '@muster/shared/vocabulary'
import { enrolled, qr, steps, terms } from './example-steps.ts'
import { expect, type Stage } from './stage.ts'
import { type State, statesOf } from './state.ts'
import { momentIn, problem, reply } from './wire.ts'

const code = steps['email-code']

const openCode = (over: Partial<StepOf<'email-code'>>) => async (stage: Stage) => {
  stage.wire.answer('open', reply({ ...code, ...over }))
  await stage.open()
}

const resendAs = (delivery: 'queued' | 'sent') => async (stage: Stage) => {
  await openCode({ resendAt: momentIn(0) })(stage)
  stage.wire.answer('resend', reply({ ...code, delivery, codeNumber: 2, resendAt: momentIn(60) }))
  await stage.page.locator('main form button[type=button]').last().click()
  await expect(stage.page.locator('main form button[aria-disabled=true]').last()).toBeVisible()
}

const codeStates = statesOf('email-code', {
  'mail queued': openCode({ delivery: 'queued' }),
  'mail delayed': openCode({ delivery: 'delayed' }),
  'mail failed': openCode({ delivery: 'failed', resendAt: momentIn(0) }),
  'one try left': openCode({ triesLeft: 1, resendAt: momentIn(0) }),
  'no tries left': openCode({ triesLeft: 0, resendAt: momentIn(0) }),
  'over its time': openCode({ codeExpiresAt: momentIn(-1), resendAt: momentIn(0) }),
  'the second code': openCode({ codeNumber: 2 }),
  'the second code, queued': openCode({ codeNumber: 2, delivery: 'queued' }),
  'a new one is on its way': resendAs('queued'),
  'a new one was sent': resendAs('sent'),
  'too many new ones': async (stage) => {
    await openCode({ resendAt: momentIn(0) })(stage)
    stage.wire.answer('resend', problem('too-many-requests', { retryAfter: 540 }))
    await stage.page.locator('main form button[type=button]').last().click()
    await stage.alerted()
  },
  'last wrong try': async (stage) => {
    await openCode({ triesLeft: 1, resendAt: momentIn(0) })(stage)
    stage.wire.answer('emailCode', problem('code-wrong', { triesLeft: 0 }))
    await stage.fill('code', '12345678')
    await stage.alerted()
  },
})

const whole = { ...steps.device, terms, ownership: ['personal', 'corporate'] } satisfies StepOf<'device'>

const deviceStates = statesOf('device', {
  'ownership and terms': async ({ wire, open }) => {
    wire.answer('open', reply(whole))
    await open()
  },
  'ownership and terms, nothing chosen': async ({ wire, open, submit, alerted }) => {
    const { suggested: _, ...unsuggested } = whole
    wire.answer('open', reply(unsuggested))
    await open()
    await submit()
    await alerted()
  },
  'all chosen': async ({ page, wire, open }) => {
    wire.answer('open', reply(whole))
    await open()
    await page.locator('main [name=ownership]').first().check()
    await page.locator('main [name=terms]').check()
  },
})

const enrolledStates = Platform.options.flatMap((platform) =>
  statesOf('enrolled', {
    [`${platform}, here`]: async (stage) => {
      await stage.touched()
      stage.wire.answer('open', reply(enrolled(platform)))
      await stage.open()
    },
    [`${platform}, with a code to scan`]: async ({ page, wire, open }) => {
      wire.answer('open', reply(enrolled(platform, platform === 'windows' ? {} : { qr })))
      await open()
      for (const more of await page.locator('main summary').all()) await more.click()
    },
  }),
)

export const laterStates: readonly State[] = [
  ...codeStates,
  ...deviceStates,
  ...enrolledStates,
  ...statesOf('expired', {
    expired: async ({ wire, open }) => {
      wire.answer('open', reply(steps.expired))
      await open()
    },
  }),
  ...statesOf('time warning', {
    asked: async ({ page, wire, open }) => {
      wire.answer('open', reply({ ...steps.password, expiresAt: momentIn(110) }))
      await open()
      await expect(page.locator('dialog')).toBeVisible()
    },
    'no more time': async ({ page, wire, open }) => {
      wire.answer('open', reply({ ...steps.password, expiresAt: momentIn(110) }))
      wire.answer('extend', reply({ ...steps.password, expiresAt: momentIn(110) }))
      await open()
      await page.locator('dialog button').first().click()
      await expect(page.locator('dialog button:visible')).toHaveCount(1)
    },
    offline: async ({ page, wire, open }) => {
      wire.answer('open', reply({ ...steps.password, expiresAt: momentIn(110) }))
      wire.answer('extend', { kind: 'offline' })
      await open()
      await page.locator('dialog button').first().click()
      await expect(page.locator('dialog [role=alert]')).toBeVisible()
    },
  }),
  ...statesOf('entra-sign-in', {
    fresh: async ({ wire, open }) => {
      wire.answer('open', reply(steps['entra-sign-in']))
      await open()
    },
    leaving: async ({ page, wire, open }) => {
      await page.route('**/assets/msal-*.js', () => undefined)
      wire.answer('open', reply(steps['entra-sign-in']))
      await open()
      await page.locator('main button[aria-describedby]').click()
      await expect(page.locator('main [data-busy=true]')).toBeVisible()
    },
    'without storage': async ({ page, wire, open }) => {
      await page.addInitScript(() =>
        Object.defineProperty(window, 'sessionStorage', {
          get: () => {
            throw new DOMException('denied', 'SecurityError')
          },
        }),
      )
      wire.answer('open', reply(steps['entra-sign-in']))
      await open()
    },
    interrupted: async ({ wire, open, alerted }) => {
      wire.answer('open', reply(steps['entra-sign-in']))
      await open('redirect#code=0.AX&state=of-no-visit')
      await alerted()
    },
    'lost on the way': async ({ wire, open }) => {
      wire.answer('current', problem('no-enrollment'))
      await open('redirect#code=0.AX&state=none')
    },
  }),
]
