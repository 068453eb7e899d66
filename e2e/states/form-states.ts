import { generalProblems, routes } from '@muster/shared/contract'
import type { ProblemCode } from '@muster/shared/problem'
import type { Route } from '@muster/shared/route'
import { corpProfile, steps } from './example-steps.ts'
import { expect, type Stage } from './stage.ts'
import { type State, statesOf } from './state.ts'
import { type Answer, problem, reply } from './wire.ts'

type Kind = 'identify' | 'credentials' | 'password' | 'new-password' | 'email-code' | 'device'

/** What each form sends, and what a person enters into it before. */
const forms: {
  readonly [K in Kind]: { readonly route: keyof typeof routes; readonly enter: (stage: Stage) => Promise<void> }
} = {
  identify: { route: 'identity', enter: ({ fill }) => fill('username', 'ana.lindqvist') },
  credentials: {
    route: 'credentials',
    enter: async ({ fill }) => {
      await fill('username', 'ana.lindqvist')
      await fill('password', 'Directory-1!')
    },
  },
  password: { route: 'password', enter: ({ fill }) => fill('password', 'Directory-1!') },
  'new-password': {
    route: 'newPassword',
    enter: async ({ fill }) => {
      await fill('old', 'Directory-1!')
      await fill('next', 'Quite-another-1!')
      await fill('repeat', 'Quite-another-1!')
    },
  },
  'email-code': { route: 'emailCode', enter: ({ fill }) => fill('code', '1234567') },
  device: { route: 'device', enter: ({ fill }) => fill('name', 'Ana’s travel device') },
}

const openAt = async (stage: Stage, kind: Kind): Promise<void> => {
  stage.wire.answer('open', reply(steps[kind]))
  await stage.open()
}

const send = async (stage: Stage, kind: Kind): Promise<void> => {
  // Eight digits that come at once are sent by themselves; these are typed.
  await (kind === 'email-code'
    ? stage.page.locator('main [name=code]').pressSequentially('12345678')
    : forms[kind].enter(stage))
  await stage.submit()
}

/** The form was sent and this came back. */
const after = (kind: Kind, answer: Answer) => async (stage: Stage) => {
  await openAt(stage, kind)
  stage.wire.answer(forms[kind].route, answer)
  await send(stage, kind)
  await stage.alerted()
}

/** These lead on to another page, and have states of their own. */
const recovers = new Set<ProblemCode>(['no-enrollment', 'wrong-step', 'handed-over'])

const problemsOf = (kind: Kind): readonly ProblemCode[] => {
  const { problems }: Route = routes[forms[kind].route]
  // The pages that most people meet show all that may go wrong anywhere; the others what is theirs alone.
  const shared = kind === 'password' || kind === 'credentials' ? generalProblems : (['too-many-requests'] as const)
  return [...new Set([...problems, ...shared])].filter((code) => !recovers.has(code))
}

const extras = (code: ProblemCode) => ({
  ...(code === 'too-many-requests' ? { retryAfter: 74 } : {}),
  ...(code === 'in-progress' ? { retryAfter: 3 } : {}),
  ...(code === 'password-expired' || code === 'password-must-change' ? { link: 'https://password.example.test/' } : {}),
  ...(code === 'code-wrong' ? { triesLeft: 4 } : {}),
})

/** A form as it opens, while it is sent, and with everything that may come back. */
const statesOfForm = (kind: Kind): readonly State[] => [
  ...statesOf(kind, {
    fresh: (stage) => openAt(stage, kind),
    empty: async (stage) => {
      await openAt(stage, kind)
      if (kind === 'device') {
        const { suggested: _, ...unsuggested } = steps.device
        stage.wire.answer('open', reply(unsuggested))
        await stage.open()
      } else for (const field of await stage.page.locator('main input:visible').all()) await field.fill('')
      await stage.submit()
      await stage.alerted()
    },
    busy: async (stage) => {
      await openAt(stage, kind)
      stage.wire.answer(forms[kind].route, { kind: 'held' })
      await send(stage, kind)
      await expect(stage.page.locator('main [data-busy=true]')).toBeVisible()
    },
    offline: after(kind, { kind: 'offline' }),
  }),
  ...problemsOf(kind).map((code) => ({ page: kind, name: code, show: after(kind, problem(code, extras(code))) })),
]

const openProfile = { ...corpProfile, domain: 'corp.example.test', domains: ['corp.example.test', 'labs.example.test'] }

export const formStates: readonly State[] = [
  ...(['identify', 'credentials', 'password', 'new-password', 'email-code', 'device'] as const).flatMap(statesOfForm),
  ...statesOf('identify', {
    'domains to choose from': async (stage) => {
      const { domain: _, ...nowhere } = steps.identify
      stage.wire.answer('profile', reply(openProfile))
      stage.wire.answer('open', reply({ ...nowhere, domains: openProfile.domains }))
      await stage.open()
      await stage.submit()
      await stage.alerted()
    },
    'domain in the name': async (stage) => {
      await openAt(stage, 'identify')
      await stage.fill('username', 'ana@labs.example.test')
    },
    'after going back': async (stage) => {
      await openAt(stage, 'identify')
      stage.wire.answer('identity', reply(steps.password))
      await send(stage, 'identify')
      await expect(stage.page.locator('main [name=password]')).toBeVisible()
      stage.wire.answer('current', reply(steps.password))
      await stage.page.goBack()
      await expect(stage.page.locator('main [name=username]')).toBeVisible()
    },
    'no-enrollment, begun again': async (stage) => {
      await openAt(stage, 'password')
      stage.wire.answer('open', reply(steps.identify))
      stage.wire.answer('password', problem('no-enrollment'))
      await send(stage, 'password')
      await expect(stage.page.locator('main [name=username]')).toBeVisible()
    },
  }),
  ...statesOf('password', {
    'wrong-step, out of date': async (stage) => {
      await openAt(stage, 'identify')
      stage.wire.answer('identity', problem('wrong-step'))
      stage.wire.answer('current', reply(steps.password))
      await send(stage, 'identify')
      await expect(stage.page.locator('main [name=password]')).toBeVisible()
    },
    shown: async (stage) => {
      await openAt(stage, 'password')
      await stage.fill('password', 'Directory-1!')
      await stage.page.locator('main [name=password] ~ button').click()
    },
  }),
  ...statesOf('new-password', {
    'with rules': async (stage) => {
      stage.wire.answer(
        'open',
        reply({ ...steps['new-password'], rules: 'At least 14 characters, and none of your last 24 passwords.' }),
      )
      await stage.open()
    },
  }),
]
