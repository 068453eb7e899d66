import type { Account } from '../domain/account.ts'
import type { Device, StateOf } from '../domain/enrollment.ts'
import type { EmailCode } from '../domain/email-code.ts'
import type { ChallengePlan } from '../domain/policy/challenge-plan.ts'
import { minute } from './durations.ts'

export const anAccount = (id: string, more: Partial<Account> = {}): Account => ({
  id,
  name: 'Acme',
  status: 'open',
  workflow: 'new',
  defaultAuthentication: 'active-directory',
  portalFactor: 'two',
  entraFactor: 'single',
  domains: [{ name: 'corp.example.test', netbios: 'CORP' }],
  offerDomains: false,
  users: [],
  usernames: 'ascii',
  directories: [{ id: 'main', urls: ['ldaps://dc1.corp.example.test'] }],
  entraMail: 'none',
  mailDomains: [],
  platforms: ['ios'],
  askOwnership: [],
  handOff: { ios: 'https://mdm.example.test/{device}' },
  support: { name: 'Help desk', phone: '+1 555 0100' },
  branding: {},
  trustedNetworks: [],
  ...more,
})

const plan: ChallengePlan = {
  challenges: [{ kind: 'password', against: ['active-directory'] }, { kind: 'email-code' }],
  counts: { 'active-directory': 2, 'entra-id': 2 },
}

/** A person whose password is proven; `subject` is their key. */
const proven = (subject: string) =>
  ({
    user: { username: 'ana', domain: 'corp.example.test', principal: 'ana@corp.example.test' },
    plan,
    confirmation: {
      authority: 'active-directory',
      subject: { key: subject, displayName: 'Ana' },
      proven: ['password'],
      mail: 'ana@corp.example.test',
    },
  }) as const

export const waitingForCode = (subject: string, codeId: string): StateOf<'challenged'> => {
  const { user, confirmation } = proven(subject)
  return {
    kind: 'challenged',
    user,
    plan,
    now: { kind: 'email-code', codeId, sentTo: 'ana@corp.example.test', confirmation },
    met: ['password'],
    then: [],
  }
}

export const choosing = (subject: string): StateOf<'choosing-device'> => ({
  kind: 'choosing-device',
  ...proven(subject),
  met: ['password', 'email-code'],
})

export const enrolled = (subject: string, device: Device): StateOf<'enrolled'> => ({
  ...choosing(subject),
  kind: 'enrolled',
  device,
})

export const aDevice = (id: string, registeredAt: number): Device => ({
  id,
  platform: 'ios',
  name: "Ana's iPhone",
  registeredAt,
})

export const aCode = (id: string, now: number, more: Partial<EmailCode> = {}): EmailCode => ({
  id,
  digest: `digest-of-${id}`,
  issuedAt: now,
  expiresAt: now + 10 * minute,
  tries: 0,
  triesAllowed: 5,
  ...more,
})
