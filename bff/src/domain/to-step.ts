import type { HandOff, Step, StepOf } from '@muster/shared/step'
import type { Platform } from '@muster/shared/vocabulary'
import { type Account, defaultDomainOf } from './account.ts'
import { type Enrollment, factorsCounted, provenIn, type StateOf } from './enrollment.ts'
import { expiryOf, isExpired, type LifetimeRules } from './lifetime.ts'
import { masked } from './mail-address.ts'
import { progressOf } from './progress.ts'

/** How the mailed code fares, as the store tells it. Times are milliseconds. */
export type CodeView = {
  readonly expiresAt: number
  readonly resendAt: number
  readonly triesLeft: number
  readonly delivery: StepOf<'email-code'>['delivery']
}

/** What a projection needs beside the enrollment itself. */
export type View = {
  readonly account: Account
  readonly lifetime: LifetimeRules
  readonly now: number
  /** Who mails come from, as people see it. */
  readonly sender: string
  readonly code?: CodeView
  readonly suggested?: Platform
  readonly handOff?: HandOff
  /** OpenID provider metadata for MSAL, where the identity provider is not Microsoft's own. */
  readonly authorityMetadata?: string
}

type Common = Omit<StepOf<'expired'>, 'kind'>

// oxlint-disable-next-line no-restricted-globals -- formats a given moment, reads no clock
const moment = (at: number): string => new Date(at).toISOString()

const names = ({ invitation, state }: Enrollment, account: Account) => {
  const again = state.kind === 'identifying' ? state.again?.user : undefined
  const username = again?.username ?? invitation?.username
  const domain = again?.domain ?? invitation?.domain ?? defaultDomainOf(account)
  return {
    ...(domain === undefined ? {} : { domain }),
    ...(account.offerDomains ? { domains: account.domains.map(({ name }) => name) } : {}),
    ...(username === undefined ? {} : { username }),
  }
}

const entraStep = (common: Common, state: StateOf<'challenged'>, view: View): Step => {
  const { entra } = view.account
  if (state.now.kind !== 'entra-sign-in' || entra === undefined) throw new Error('an Entra step without Entra settings')
  const { nonce, authenticationContext } = state.now
  return {
    ...common,
    kind: 'entra-sign-in',
    authority: `https://${entra.cloud}/${entra.tenantId}`,
    clientId: entra.spaClientId,
    scopes: [
      'openid',
      'profile',
      ...(entra.apiClientId === undefined ? [] : [`api://${entra.apiClientId}/Enroll.Device`]),
    ],
    nonce,
    loginHint: state.user.principal,
    domainHint: state.user.principal.slice(state.user.principal.lastIndexOf('@') + 1),
    prompt: 'login',
    ...(authenticationContext === undefined
      ? {}
      : { claims: JSON.stringify({ id_token: { acrs: { essential: true, value: authenticationContext } } }) }),
    ...(view.authorityMetadata === undefined ? {} : { authorityMetadata: view.authorityMetadata }),
  }
}

const challengeStep = (common: Common, state: StateOf<'challenged'>, codes: number, view: View): Step => {
  const { now, user } = state
  switch (now.kind) {
    case 'password':
      return {
        ...common,
        kind: 'password',
        username: user.username,
        domain: user.domain,
        ...(now.note === undefined ? {} : { note: now.note }),
      }
    case 'new-password':
      return { ...common, kind: 'new-password' }
    case 'entra-sign-in':
      return entraStep(common, state, view)
    case 'email-code': {
      const { code } = view
      // A code that retention has pruned reads as one that ended: the person asks for another.
      return {
        ...common,
        kind: 'email-code',
        sentTo: masked(now.sentTo),
        delivery: code?.delivery ?? 'failed',
        codeExpiresAt: moment(code?.expiresAt ?? view.now),
        resendAt: moment(code?.resendAt ?? view.now),
        codeNumber: codes,
        from: view.sender,
        triesLeft: code?.triesLeft ?? 0,
      }
    }
  }
}

/** The likely platform among the account's; where nothing tells, the one it names first. */
const suggestion = (platforms: Account['platforms'], likely: Platform | undefined): { suggested?: Platform } => {
  const suggested = platforms.find((platform) => platform === likely) ?? platforms[0]
  return suggested === undefined ? {} : { suggested }
}

const deviceStep = (common: Common, { user }: StateOf<'choosing-device'>, { account, suggested }: View): Step => ({
  ...common,
  kind: 'device',
  username: user.username,
  domain: user.domain,
  platforms: [...account.platforms],
  ...suggestion(account.platforms, suggested),
  ...(account.askOwnership.length === 0 ? {} : { ownership: [...account.askOwnership] }),
  ...(account.terms === undefined ? {} : { terms: account.terms }),
})

const enrolledStep = (common: Common, { device }: StateOf<'enrolled'>, { handOff }: View): Step => {
  if (handOff === undefined) throw new Error('an enrolled step without its hand-off')
  const { id, platform, name, registeredAt } = device
  return { ...common, kind: 'enrolled', device: { id, platform, name, registeredAt: moment(registeredAt) }, handOff }
}

const refusedStep = (common: Common, { because, entra }: StateOf<'refused'>, { account }: View): Step => {
  const step = { ...common, kind: 'refused', code: because, support: account.support } as const
  if (because !== 'entra-failed') return step
  const { reason, said } = entra ?? { reason: 'unknown' }
  return {
    ...step,
    reason,
    ...(said === undefined ? {} : { details: { ...said, errorCodes: [...said.errorCodes], at: moment(said.at) } }),
  }
}

/** The only way out of an enrollment: what the person is asked now, without any secret (STYLE habit 12). */
export const toStep = (enrollment: Enrollment, view: View): Step => {
  const { account } = view
  const { state, reference, workflow } = enrollment
  const progress = progressOf(enrollment, account)
  const common: Common = {
    reference,
    account: { id: account.id, name: account.name },
    workflow,
    factors: { counted: factorsCounted(state), proven: [...provenIn(state)] },
    progress: { ...progress, asks: [...progress.asks] },
    expiresAt: moment(expiryOf(enrollment, view.lifetime)),
  }
  if (isExpired(enrollment, view.lifetime, view.now)) return { ...common, kind: 'expired' }
  switch (state.kind) {
    case 'identifying':
      return workflow === 'new'
        ? { ...common, kind: 'identify', ...names(enrollment, account) }
        : {
            ...common,
            kind: 'credentials',
            ...names(enrollment, account),
            ...(state.again === undefined ? {} : { note: state.again.note }),
          }
    case 'challenged':
      return challengeStep(common, state, enrollment.codes ?? 1, view)
    case 'choosing-device':
      return deviceStep(common, state, view)
    case 'enrolled':
      return enrolledStep(common, state, view)
    case 'refused':
      return refusedStep(common, state, view)
  }
}
