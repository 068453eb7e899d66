import { mailedCode, wrongCode } from '@muster/bff/testing/person-answers'
import type { SimulatedPortal } from '@muster/bff/testing/simulated-portal'
import { routes } from '@muster/shared/contract'
import type { RefusalCode, Step, StepKind } from '@muster/shared/step'
import { minutes } from '../time.ts'
import { devAccounts, devPeople } from './accounts.ts'
import { driveTo, send, setOut, stepOf, type Way } from './drive.ts'

export type JumpName = Exclude<StepKind, 'refused'> | `refused: ${RefusalCode}`

type Jump = {
  /** Who gets there for certain, where the chosen person or account does not. */
  readonly account: string
  readonly person: string
  readonly go: (way: Way) => Promise<unknown>
  /** What must come about while the page is open. */
  readonly meanwhile?: (portal: SimulatedPortal) => void
}

const through = (kind: StepKind, account: string, person = 'ana'): Jump => ({
  account,
  person,
  go: (way) => driveTo(way, kind),
})

const fiveWrongCodes = async (way: Way): Promise<void> => {
  const code = wrongCode(await mailedCode(way.portal, way.person.username))
  for (let tries = 0; tries < 5; tries += 1) await send(way, routes.emailCode, { code })
}

const spendAllCodes = async (way: Way): Promise<void> => {
  await driveTo(way, 'email-code')
  for (let codes = 0; codes < 4 && (await stepOf(way)).kind === 'email-code'; codes += 1) {
    await fiveWrongCodes(way)
    way.portal.advance(minutes(1))
    await send(way, routes.resend, {})
  }
}

const microsoftSaysNo = async (way: Way): Promise<void> => {
  await driveTo(way, 'entra-sign-in')
  await send(way, routes.entraSignIn, { error: 'access_denied', errorCodes: [53003] })
}

/** Every page there is, and how one comes to it: total, so that a new step or refusal does not compile until it has its way. */
export const jumps: { readonly [N in JumpName]: Jump } = {
  identify: through('identify', 'new-ad-2'),
  credentials: through('credentials', 'existing-ad-2'),
  password: through('password', 'new-ad-2'),
  'new-password': through('new-password', 'new-ad-2', 'pia'),
  'entra-sign-in': through('entra-sign-in', 'new-entra-2-mfa', 'eva'),
  'email-code': through('email-code', 'new-ad-2'),
  device: through('device', 'acme'),
  enrolled: through('enrolled', 'acme'),
  expired: { ...through('identify', 'new-ad-2'), meanwhile: (portal) => portal.advance(minutes(61)) },
  'refused: authentication-not-configured': through('refused', 'new-none-1'),
  'refused: entra-failed': { account: 'new-entra-2', person: 'eva', go: microsoftSaysNo },
  'refused: no-mail-address': through('refused', 'new-ad-2', 'una'),
  'refused: code-exhausted': { account: 'new-ad-2', person: 'ana', go: spendAllCodes },
  'refused: account-closed': through('refused', 'closed'),
}

const isJumpName = (name: string): name is JumpName => Object.hasOwn(jumps, name)
export const jumpNames: readonly JumpName[] = Object.keys(jumps).filter(isJumpName)

/** The page's name as the table has it. */
export const pageOf = (step: Step): string => (step.kind === 'refused' ? `refused: ${step.code}` : step.kind)

export type Chosen = { readonly account: string; readonly person: string }

const travel = async (world: Pick<Way, 'portal' | 'answer'>, name: JumpName, { account, person }: Chosen) => {
  const at = devAccounts.find(({ id }) => id === account)
  const who = devPeople.find(({ username }) => username === person)
  if (at === undefined || who === undefined) return undefined
  const way = { ...world, account: at, person: who }
  await setOut(way)
  // Where a step has no answer of this person's, they stay; the page that was reached tells.
  await jumps[name].go(way).catch(() => undefined)
  const reached = pageOf(await stepOf(way))
  // Time runs out only for who has not come to an end yet.
  const awaits = jumps[name].meanwhile !== undefined && !reached.startsWith('refused')
  return reached === name || awaits ? { account, person } : undefined
}

/** Brings the chosen person to this page; where no way of theirs leads there, somebody whose way does. */
export const jumpTo = async (
  world: Pick<Way, 'portal' | 'answer'>,
  name: JumpName,
  chosen: Chosen,
): Promise<Chosen> => {
  const arrived = (await travel(world, name, chosen)) ?? (await travel(world, name, jumps[name]))
  if (arrived === undefined) throw new Error(`no way leads to ${name}`)
  return arrived
}
