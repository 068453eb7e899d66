import { EntraReason } from '@muster/shared/entra-refusal'
import { RefusalCode } from '@muster/shared/step'
import { enrolled, links, qr, refused, steps } from './example-steps.ts'
import { expect, type Stage } from './stage.ts'
import { type State, statesOf } from './state.ts'
import { momentIn, reply } from './wire.ts'

const details = {
  error: 'access_denied',
  errorCodes: [53_003],
  traceId: '5d6e9a0c-7a36-4a0a-9a3a-7f6f6c1b2d00',
  correlationId: '2f9c8e1b-5b0c-4f0e-8d5e-0b1c7f3e9a44',
  at: momentIn(-30),
}

const openAs = (step: Parameters<typeof reply>[0]) => async (stage: Stage) => {
  stage.wire.answer('open', reply(step))
  await stage.open()
}

const unfold = async ({ page }: Stage): Promise<void> => {
  for (const more of await page.locator('main summary').all()) await more.click()
}

/** Why Microsoft let nobody in; in every other one, so that all of them are seen both ways, the details lie open. */
const reasonStates = EntraReason.options.flatMap((reason, index) =>
  statesOf('refused', {
    [reason]: async (stage) => {
      await openAs(refused('entra-failed', { reason, details }))(stage)
      if (index % 2 === 1) await unfold(stage)
    },
  }),
)

/** How an enrollment ends, well or not. */
export const endStates: readonly State[] = [
  ...RefusalCode.options.flatMap((refusal) => statesOf('refused', { [refusal]: openAs(refused(refusal)) })),
  ...reasonStates,
  ...statesOf('refused', {
    'help desk with nothing but a page': openAs({
      ...refused('account-closed'),
      support: { name: 'Corp help desk', url: 'https://help.corp.example.test/' },
    }),
  }),
  ...statesOf('enrolled', {
    'in another browser than Safari': async (stage) => {
      await stage.touched()
      await stage.asIn('Chrome on iOS')
      await openAs(enrolled('ios', { qr, url: links.ios, browserHint: 'safari' }))(stage)
    },
    'windows, in another browser than Edge': async (stage) => {
      await stage.asIn('Firefox on Windows')
      await openAs(enrolled('windows'))(stage)
      await unfold(stage)
    },
    'registered before, after the cookie’s time': async (stage) => {
      await openAs(steps.device)(stage)
      stage.wire.answer('device', reply(enrolled('windows')))
      await stage.submit()
      await expect(stage.page.locator('main [name=platform]')).toHaveCount(0)
      stage.wire.answer('open', reply(steps.identify))
      await stage.page.reload()
      await expect(stage.page.locator('main [name=username]')).toBeVisible()
    },
  }),
]
