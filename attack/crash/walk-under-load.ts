import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { SigningKeys } from '@muster/demo/entra/signing-keys'
import type { Mailbox } from '@muster/demo/mailbox/mailbox'
import { codeIn } from '@muster/demo/pages/inbox-page'
import { domain } from '@muster/demo/world/people'
import type { Step, StepOf } from '@muster/shared/step'
import type { Answer, Browser } from './browser.ts'
import type { Chance } from './chance.ts'
import { type Enrollee, passwordOfAll } from './crowd.ts'
import type { Journal } from './journal.ts'
import { mintTokens } from './tokens.ts'

/** What everybody under load shares. */
export type LoadWorld = {
  readonly mailbox: Mailbox
  readonly keys: SigningKeys
  readonly journal: Journal
  /** What has served, to be tried again by somebody else: codes newest last, tokens by account. */
  readonly spent: { readonly codes: string[]; readonly tokens: Map<string, readonly string[]> }
  readonly stopping: () => boolean
}

type Walk = LoadWorld & { readonly browser: Browser; readonly enrollee: Enrollee; readonly chance: Chance }
/** What the portal shows next; undefined when the walk is over. */
type Next = Promise<Step | undefined>

/** How long somebody looks into the mailbox before asking for another code, ms. */
const mailPatience = 4_000

const noted = (walk: Walk, { step, askedAt }: Extract<Answer, { kind: 'step' }>): Step => {
  walk.journal.acknowledge(step, askedAt)
  return step
}

/** Where the enrollment stands, asked until somebody says so. */
const lookAgain = async (walk: Walk): Next => {
  while (!walk.stopping()) {
    const answer = await walk.browser.current()
    if (answer.kind === 'step') return noted(walk, answer)
    if (answer.kind === 'problem' && answer.code !== 'too-many-requests') {
      walk.journal.complain(`somebody’s cookie is no longer known: ${answer.code}, ${answer.reference}`)
      return undefined
    }
    await pause(30 + walk.chance.below(150))
  }
  return undefined
}

const next = async (walk: Walk, answer: Answer): Next => {
  if (answer.kind === 'step') return noted(walk, answer)
  if (answer.kind === 'problem' && answer.code === 'too-many-requests') await pause(300 + walk.chance.below(400))
  return lookAgain(walk)
}

/** The same as {@link next} after something that must not lead anywhere. */
const nextAfterMisuse = async (walk: Walk, { kind, reference }: Step, misuse: string, answer: Answer): Next => {
  const step = await next(walk, answer)
  if (step !== undefined && step.kind !== kind) walk.journal.complain(`${reference}: ${misuse} led to ${step.kind}`)
  return step
}

const credentialsOf = ({ enrollee, chance }: Walk) => ({
  username: enrollee.username,
  domain: domain.name,
  password: chance.happens(0.05) ? 'Not-it-1!' : passwordOfAll,
})

const otherCode = (code: string): string => String((Number(code) + 1) % 100_000_000).padStart(8, '0')

const typeCode = async (walk: Walk, step: StepOf<'email-code'>, code: string, misuse?: string): Next => {
  const answer = await walk.browser.submit('email-code', { code })
  if (answer.kind === 'problem' && answer.code === 'code-wrong') walk.journal.wrongCode(step.reference)
  if (misuse !== undefined) return nextAfterMisuse(walk, step, misuse, answer)
  const after = await next(walk, answer)
  if (after?.kind === 'device') walk.spent.codes.push(code)
  return after
}

const enterCode = async (walk: Walk, step: StepOf<'email-code'>, typed: Set<string>): Next => {
  const { mailbox, enrollee, chance, spent } = walk
  const old = spent.codes.at(-1)
  if (old !== undefined && chance.happens(0.1)) return typeCode(walk, step, old, 'another enrollment’s used code')
  const mail = await mailbox
    .waitFor(`${enrollee.username}@${domain.name}`, {
      timeout: mailPatience,
      matches: ({ subject, text }) => text.includes(step.reference) && !typed.has(codeIn(subject) ?? ''),
    })
    .catch(() => undefined)
  const code = codeIn(mail?.subject ?? '')
  if (code === undefined) return next(walk, await walk.browser.submit('email-code/resend', {}))
  if (chance.happens(0.15)) return typeCode(walk, step, otherCode(code), 'a wrong code')
  typed.add(code)
  return typeCode(walk, step, code)
}

const signInAtEntra = async (walk: Walk, step: StepOf<'entra-sign-in'>): Next => {
  const { browser, keys, enrollee, chance, spent, journal } = walk
  const wanted = { nonce: step.nonce, acrs: step.claims !== undefined }
  const old = chance.happens(0.1) ? spent.tokens.get(step.account.id) : undefined
  const tokens = await mintTokens(keys, enrollee, old === undefined ? wanted : { ...wanted, numbers: old })
  const { numbers, ...both } = tokens
  const answer = await browser.submit('entra-sign-in', both)
  if (old !== undefined) return nextAfterMisuse(walk, step, 'tokens that were used', answer)
  const after = await next(walk, answer)
  if (after !== undefined && after.kind !== step.kind) {
    journal.takenTokens(step.reference, numbers)
    spent.tokens.set(step.account.id, numbers)
  }
  return after
}

/** Until it is known whether there is a device: the same request again, or a look first. */
const registered = async (walk: Walk, post: () => Promise<Answer>): Next => {
  while (!walk.stopping()) {
    const answer = await post()
    if (answer.kind === 'step') return noted(walk, answer)
    await pause(walk.chance.below(100))
    if (walk.chance.happens(0.5)) {
      const step = await lookAgain(walk)
      if (step?.kind !== 'device') return step
    }
  }
  return undefined
}

const chooseDevice = async (walk: Walk, { reference }: Step): Next => {
  const { browser, enrollee, chance, journal } = walk
  const device = { platform: chance.oneOf(['ios', 'android', 'windows']), name: `Phone of ${enrollee.username}` }
  const key = randomUUID()
  const post = () => browser.submit('device', device, key)
  const times = chance.happens(0.2) ? [1, 2] : [1]
  const [step] = await Promise.all(times.map(() => registered(walk, post)))
  if (step?.kind === 'enrolled' && chance.happens(0.2)) await registered(walk, post)
  if (step?.kind === 'enrolled' && chance.happens(0.1)) {
    const answer = await browser.submit('device', device, randomUUID())
    if (answer.kind === 'step') journal.complain(`${reference}: a second device under another key`)
  }
  return step
}

const leave = async ({ browser, journal, stopping, chance }: Walk, { reference }: Step): Promise<undefined> => {
  journal.leave(reference)
  while (!stopping() && (await browser.startOver()).kind === 'lost') await pause(chance.below(150))
}

const act = async (walk: Walk, step: Step, typed: Set<string>): Next => {
  const { browser, enrollee, chance } = walk
  switch (step.kind) {
    case 'identify':
      return next(walk, await browser.submit('identity', { username: enrollee.username, domain: domain.name }))
    case 'credentials':
      if (chance.happens(0.03)) return leave(walk, step)
      return next(walk, await browser.submit('credentials', credentialsOf(walk)))
    case 'password':
      if (chance.happens(0.03)) return leave(walk, step)
      return next(walk, await browser.submit('password', { password: credentialsOf(walk).password }))
    case 'entra-sign-in':
      return signInAtEntra(walk, step)
    case 'email-code':
      return enterCode(walk, step, typed)
    case 'device':
      return chooseDevice(walk, step)
    case 'enrolled':
      return undefined
    case 'new-password':
    case 'refused':
    case 'expired':
      walk.journal.complain(`${step.reference} ends in ${step.kind}`)
      return undefined
  }
}

/** One enrollment from its link to its device, however often the portal dies on the way. */
export const enroll = async (walk: Walk): Promise<void> => {
  const answer = await walk.browser.open(walk.chance.oneOf(walk.enrollee.accounts))
  let step = answer.kind === 'step' ? noted(walk, answer) : undefined
  if (step === undefined) await pause(30 + walk.chance.below(150))
  const typed = new Set<string>()
  while (step !== undefined && !walk.stopping()) {
    await pause(walk.chance.below(20))
    step = await act(walk, step, typed)
  }
}
