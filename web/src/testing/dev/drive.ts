import { mailedCode, newKey, tokenFor } from '@muster/bff/testing/person-answers'
import type { SimulatedPortal } from '@muster/bff/testing/simulated-portal'
import { routes } from '@muster/shared/contract'
import { type Body, pathOf, type Route } from '@muster/shared/route'
import { Step, type StepKind, type StepOf } from '@muster/shared/step'
import type { AnswerOf } from '../mock-bff.ts'
import { type DevAccount, type DevPerson, passwordOf } from './accounts.ts'

/** Somebody on the way through the real app, in the browser whose calls `answer` answers. */
export type Way = {
  readonly portal: SimulatedPortal
  readonly answer: AnswerOf
  readonly account: DevAccount
  readonly person: DevPerson
}

/** Sends what a page would. What is answered matters to nobody here: the step tells where one is. */
export const send = <R extends Route>(
  { answer, portal }: Pick<Way, 'answer' | 'portal'>,
  route: R,
  body?: Body<R>,
  headers?: Record<string, string>,
): Promise<Response> =>
  answer(
    new Request(portal.origin + pathOf(route), {
      method: route.method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )

/** Opens the account's link, as somebody who was not here before. */
export const setOut = async (way: Way): Promise<void> => {
  await send(way, routes.startOver)
  await send(way, routes.open, { account: way.account.id })
}

/** Where the way has led. */
export const stepOf = async (way: Pick<Way, 'answer' | 'portal'>): Promise<Step> =>
  Step.parse(await (await send(way, routes.current)).json())

/** What they choose where an old password must go. */
export const freshPassword = 'Directory-2!'

type Steps = { readonly [K in StepKind]: StepOf<K> }
type Answers = { readonly [K in StepKind]: (way: Way, step: Steps[K]) => Promise<unknown> }

const nothing = async (): Promise<void> => undefined

/** How a person answers each page, rightly. */
const answers: Answers = {
  identify: (way) => send(way, routes.identity, { username: way.person.username, domain: '' }),
  credentials: (way) =>
    send(way, routes.credentials, {
      username: way.person.username,
      domain: '',
      password: passwordOf(way.account, way.person),
    }),
  password: (way) => send(way, routes.password, { password: passwordOf(way.account, way.person) }),
  'new-password': (way) =>
    send(way, routes.newPassword, { oldPassword: passwordOf(way.account, way.person), newPassword: freshPassword }),
  'entra-sign-in': (way, step) => send(way, routes.entraSignIn, { idToken: tokenFor(step, way.person.username) }),
  'email-code': async (way) => send(way, routes.emailCode, { code: await mailedCode(way.portal, way.person.username) }),
  device: (way, { suggested = 'ios', ownership: [owner] = [], terms }) =>
    send(
      way,
      routes.device,
      {
        platform: suggested,
        ...(owner === undefined ? {} : { ownership: owner }),
        ...(terms === undefined ? {} : { termsVersion: terms.version }),
      },
      newKey(),
    ),
  enrolled: nothing,
  refused: nothing,
  expired: nothing,
}

const answer = <K extends StepKind>(kind: K, way: Way, step: Steps[K]): Promise<unknown> => answers[kind](way, step)

/** Goes on until this kind of page is reached, or no further: whoever is refused there stays where they are. */
export const driveTo = async (way: Way, wanted: StepKind): Promise<Step> => {
  let step = await stepOf(way)
  for (let before = ''; step.kind !== wanted && step.kind !== before; step = await stepOf(way)) {
    before = step.kind
    await answer(step.kind, way, step)
  }
  return step
}
