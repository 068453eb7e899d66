import type { HandOverSeen } from '@muster/shared/hand-over'
import type { StepKind } from '@muster/shared/step'
import { enrolled, qr, steps } from './example-steps.ts'
import { expect, type Stage } from './stage.ts'
import { type State, statesOf } from './state.ts'
import { momentIn, problem, reply } from './wire.ts'

const code = 'Zk3vX0q9Tn4bL7dRwYh2cA'
const by = { device: 'iphone', browser: 'safari' } as const
const offer = { url: `https://enroll.corp.example.test/corp#go=${code}`, qr, expiresAt: momentIn(104) }

const offered: HandOverSeen = { kind: 'offered', expiresAt: offer.expiresAt }
const taken: HandOverSeen = { kind: 'taken', by, expiresAt: momentIn(71) }

/** Beneath the page, as soon as it has come. */
const opener = 'main > [class*=elsewhere] button'

type Opening = {
  readonly step?: keyof typeof steps
  readonly seen?: HandOverSeen
  /** When the code ends. */
  readonly end?: string
}

/** The dialog of the first device. */
const openDialog = async (
  stage: Stage,
  { step = 'identify', seen = offered, end = offer.expiresAt }: Opening = {},
): Promise<void> => {
  stage.wire.answer('open', reply(steps[step]))
  stage.wire.answer('handOver', reply(seen))
  stage.wire.answer('offerHandOver', reply({ ...offer, expiresAt: end }))
  await stage.open()
  await stage.page.locator(opener).click()
  await expect(stage.page.locator('dialog h2')).toBeVisible()
}

const answered = async (stage: Stage): Promise<void> => {
  await openDialog(stage, { seen: taken })
  await expect(stage.page.locator('dialog [name=number]')).toBeVisible()
  await stage.page.locator('dialog [name=number]').fill('47')
  await stage.page.locator('dialog form button[type=submit]').click()
  // Only now: what is read every two seconds would take the field away before.
  stage.wire.answer('handOver', reply({ kind: 'none' }))
}

const watch = (step: StepKind, at: number) => async (stage: Stage) => {
  stage.wire.answer('open', reply(steps.password))
  stage.wire.answer('current', problem('handed-over'))
  stage.wire.answer('open', problem('handed-over'))
  const { reference, account, progress } = steps.identify
  stage.wire.answer(
    'handOver',
    reply({ kind: 'watching', by, step, reference, account, progress: { at, of: progress.of } }),
  )
  await stage.open()
  await expect(stage.page.locator('main dl')).toBeVisible()
}

/** The second device, which followed the link. */
const arrive = (stage: Stage): Promise<void> => stage.open(`corp#go=${code}`)

const goOn = async (stage: Stage): Promise<void> => {
  await arrive(stage)
  await stage.page.locator('main button').first().click()
}

const numbered = { kind: 'waiting', number: '47', expiresAt: momentIn(71) } as const

const confirmed = (person?: string) => async (stage: Stage) => {
  const { reference, account } = steps.device
  stage.wire.answer('redeemHandOver', reply(numbered))
  stage.wire.answer(
    'takenHandOver',
    reply({ kind: 'confirmed', account, reference, ...(person === undefined ? {} : { person }) }),
  )
  await goOn(stage)
  await expect(stage.page.locator('main button')).toHaveCount(2)
  await expect(stage.page.locator('main h1')).toBeVisible()
}

/** Going on elsewhere, on both screens. */
export const handOverStates: readonly State[] = [
  ...statesOf('hand-over', {
    'none: being prepared': async (stage) => {
      stage.wire.answer('offerHandOver', { kind: 'held' })
      stage.wire.answer('open', reply(steps.identify))
      stage.wire.answer('handOver', reply({ kind: 'none' }))
      await stage.open()
      await stage.page.locator(opener).click()
      await expect(stage.page.locator('dialog p[role=status]')).toBeVisible()
    },
    offered: async (stage) => {
      await openDialog(stage)
      await expect(stage.page.locator('dialog img')).toBeVisible()
    },
    'offered, without a camera': async (stage) => {
      await openDialog(stage, { step: 'device' })
      await stage.page.locator('dialog summary').click()
    },
    'offered, over its time': async (stage) => {
      await openDialog(stage, { end: momentIn(0) })
      await expect(stage.page.locator('dialog p[role=status]')).toBeVisible()
      await expect(stage.page.locator('dialog img')).toHaveCount(0)
    },
    'to Safari': async (stage) => {
      await stage.touched()
      await stage.asIn('Chrome on iOS')
      await openDialog(stage, { step: 'device' })
    },
    offline: async (stage) => {
      stage.wire.answer('open', reply(steps.identify))
      stage.wire.answer('handOver', { kind: 'offline' })
      await stage.open()
      await stage.page.locator(opener).click()
      await expect(stage.page.locator('dialog [role=alert]')).toBeVisible()
    },
    taken: async (stage) => {
      await openDialog(stage, { seen: taken })
      await expect(stage.page.locator('dialog [name=number]')).toBeVisible()
    },
    'taken, no number': async (stage) => {
      await openDialog(stage, { seen: taken })
      await stage.page.locator('dialog form button[type=submit]').click()
      await expect(stage.page.locator('dialog [aria-invalid=true]')).toBeVisible()
    },
    'hand-over-number-wrong': async (stage) => {
      stage.wire.answer('answerHandOver', problem('hand-over-number-wrong'))
      await answered(stage)
      await expect(stage.page.locator('dialog [name=number]')).toHaveCount(0)
      await expect(stage.page.locator('dialog [role=alert]')).toBeVisible()
    },
    'hand-over-ended': async (stage) => {
      stage.wire.answer('answerHandOver', problem('hand-over-ended'))
      await answered(stage)
      await expect(stage.page.locator('dialog [name=number]')).toHaveCount(0)
      await expect(stage.page.locator('dialog [role=alert]')).toBeVisible()
    },
    'not theirs': async (stage) => {
      await openDialog(stage, { seen: taken })
      stage.wire.answer('answerHandOver', reply({ kind: 'none' }))
      await stage.page.locator('dialog form button[type=button]').click()
      stage.wire.answer('handOver', reply({ kind: 'none' }))
      await expect(stage.page.locator('dialog p[role=status]')).toBeVisible()
    },
  }),
  ...statesOf('hand-over, first device after', {
    'handed-over': watch('password', 2),
    watching: watch('email-code', 3),
    'watching, done': watch(enrolled('ios').kind, 4),
    'watching, stopped': watch('refused', 3),
    'watching, ended': watch('expired', 3),
  }),
  ...statesOf('hand-over, second device', {
    arrived: arrive,
    waiting: async (stage) => {
      stage.wire.answer('redeemHandOver', reply(numbered))
      stage.wire.answer('takenHandOver', reply(numbered))
      await goOn(stage)
      await expect(stage.page.locator('main strong')).toBeVisible()
    },
    confirmed: confirmed('ana.lindqvist@corp.example.test'),
    'confirmed, nobody signed in': confirmed(),
    'hand-over-here': async (stage) => {
      stage.wire.answer('redeemHandOver', problem('hand-over-here'))
      await goOn(stage)
      await stage.alerted()
    },
    'link ended': async (stage) => {
      stage.wire.answer('redeemHandOver', problem('hand-over-ended'))
      await goOn(stage)
      await expect(stage.page.locator('main button')).toHaveCount(1)
    },
  }),
]
