import { createHash, randomUUID } from 'node:crypto'
import type { SimulatedEntraOptions } from '@muster/demo/entra/entra-options'
import { mintTokens } from '@muster/demo/entra/token-minting'
import { codeIn } from '@muster/demo/pages/inbox-page'
import { directoryPassword, domain, entraPassword, people } from '@muster/demo/world/people'
import { tenant } from '@muster/demo/world/tenant'
import type { World } from '@muster/demo/world/world-options'

export type Step = Readonly<Record<string, unknown>>

/** What one person of one case would enter. */
export type Visitor = {
  readonly username: string
  readonly mail: string
  readonly oid: string
  /** What was entered so far that proves something, by the proof it gives. */
  readonly evidence: Map<string, Set<string>>
}

export const newPassword = 'Fresh-Word-1!'

/** A person of the demo, or one whom only this case's tokens know. */
export const visitorOf = (name: string, caseNumber: number): Visitor => {
  const known = people.find(({ username }) => username === name)
  const username = known?.username ?? `f${caseNumber}`
  const digits = createHash('sha256').update(`oid of ${caseNumber}`).digest('hex')
  const oid =
    known?.entra?.oid ??
    `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`
  const evidence = new Map<string, Set<string>>([
    ['password', new Set([directoryPassword, newPassword])],
    ['entra', new Set([entraPassword])],
  ])
  return { username, mail: `${username}@${domain.name}`, oid, evidence }
}

const remember = ({ evidence }: Visitor, proof: string, text: string): void => {
  const known = evidence.get(proof) ?? new Set()
  known.add(text)
  evidence.set(proof, known)
}

/** As the simulated tenant is set up; only what a token is made of matters. */
const tenantOptions: SimulatedEntraOptions = {
  ...tenant,
  origin: '',
  ropcClientId: tenant.passwordGrantClientId,
  redirectUris: [],
  people: [],
}

const tokensFor = async (world: World, visitor: Visitor, step: Step, bent = -1) => {
  const { username, mail, oid } = visitor
  const somebody = bent === 1 ? { upn: `eve@${domain.name}`, oid: randomUUID() } : { upn: mail, oid }
  const tokens = await mintTokens(tenantOptions, world.entra.keys, {
    person: { username, name: username, password: '', ...somebody, ...(bent === 2 ? { guest: true } : {}) },
    clientId: bent === 3 ? tenant.apiClientId : tenant.spaClientId,
    scopes: new Set(['openid', 'profile', ...(bent === 4 ? [] : [`api://${tenant.apiClientId}/Enroll.Device`])]),
    nonce: bent === 0 ? 'another' : String(step['nonce']),
    acrs: bent === 5 ? [] : ['c1'],
  })
  // With neither token right nothing is proven; a token of another person is (for that person), so it is evidence.
  remember(visitor, 'entra', tokens.id_token?.split('.')[2] ?? '')
  return { idToken: tokens.id_token, ...(bent === 6 ? {} : { accessToken: tokens.access_token }) }
}

const codeFor = async ({ mailbox }: World, visitor: Visitor, step: Step): Promise<string> => {
  const { subject } = await mailbox
    .waitFor(visitor.mail, { matches: ({ text }) => text.includes(String(step['reference'])), timeout: 3000 })
    .catch(() => ({ subject: '' }))
  const code = codeIn(subject)
  if (code === undefined) return '00000000'
  remember(visitor, 'email-code', code)
  return code
}

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
const isRecord = (value: unknown): value is Step => typeof value === 'object' && value !== null

const device = (step: Step) => ({
  platform: textsIn(step['platforms'])[0] ?? 'ios',
  name: 'Phone',
  ...(textsIn(step['ownership']).length > 0 ? { ownership: textsIn(step['ownership'])[0] } : {}),
  ...(isRecord(step['terms']) ? { termsVersion: step['terms']['version'] } : {}),
})

export type Submission = readonly [call: string, body: object]

/** What a person would enter at this step; undefined where nothing is asked. */
export const rightFor = async (
  world: World,
  visitor: Visitor,
  account: string,
  step: Step,
): Promise<Submission | undefined> => {
  const { username } = visitor
  const asksEntra = /^existing-(entra|both)/.test(account)
  const isInEntra = people.some((person) => person.username === username && person.entra !== undefined)
  const password = asksEntra && isInEntra ? entraPassword : directoryPassword
  switch (step['kind']) {
    case 'identify':
      return ['identity', { username, domain: domain.name }]
    case 'credentials':
      return ['credentials', { username, domain: '', password }]
    case 'password':
      return ['password', { password: directoryPassword }]
    case 'new-password':
      return ['new-password', { oldPassword: directoryPassword, newPassword: directoryPassword }]
    case 'entra-sign-in':
      return ['entra-sign-in', await tokensFor(world, visitor, step)]
    case 'email-code':
      return ['email-code', { code: await codeFor(world, visitor, step) }]
    case 'device':
      return ['device', device(step)]
    default:
      return undefined
  }
}

/** What is right in form and wrong in fact; undefined where a step has no such thing. */
export const wrongFor = async (
  world: World,
  visitor: Visitor,
  step: Step,
  variant: number,
): Promise<Submission | undefined> => {
  const nobody = { username: `w${variant}`, domain: variant % 2 === 0 ? '' : 'nowhere.test' }
  switch (step['kind']) {
    case 'identify':
      return ['identity', nobody]
    case 'credentials':
      return ['credentials', { ...nobody, password: 'Wrong-1!' }]
    case 'password':
      return ['password', { password: 'Wrong-1!' }]
    case 'entra-sign-in':
      return [
        'entra-sign-in',
        variant === 7
          ? { error: 'access_denied', errorCodes: [65004] }
          : await tokensFor(world, visitor, step, variant),
      ]
    case 'email-code':
      return ['email-code', { code: '00000000' }]
    case 'device':
      return ['device', { ...device(step), termsVersion: 'another' }]
    default:
      return undefined
  }
}
