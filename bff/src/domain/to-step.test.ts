import { Step } from '@muster/shared/step'
import { describe, expect, test } from 'vitest'
import { byDirectory, byEntra, exampleEnrollment, exampleUser } from '../testing/example-enrollments.ts'
import { cellAccount, exampleDomain, exampleTenant } from '../testing/example-world.ts'
import type { Enrollment, State } from './enrollment.ts'
import type { ChallengePlan } from './policy/challenge-plan.ts'
import { toStep, type View } from './to-step.ts'

const minute = 60_000
const account = cellAccount({
  workflow: 'new',
  defaultAuthentication: 'both',
  portalFactor: 'two',
  entraFactor: 'multi',
})
const plan: ChallengePlan = {
  challenges: [{ kind: 'password', against: ['active-directory'] }, { kind: 'email-code' }],
  counts: { 'entra-id': 3, 'active-directory': 2 },
}
const lifetime = { lifetime: 60 * minute, idle: 20 * minute, extensions: 10 }
const sender = 'Acme (enroll@acme.example)'
const view: View = { account, lifetime, now: minute, sender }
const common = { user: exampleUser, plan } as const
const at = (ms: number) => new Date(ms).toISOString()

const code = {
  kind: 'email-code',
  codeId: 'code-1',
  sentTo: `ana@${exampleDomain}`,
  confirmation: byDirectory(),
} as const
const codeView = { expiresAt: 11 * minute, resendAt: 2 * minute, triesLeft: 4, delivery: 'sent' } as const
const device = {
  id: 'device-1',
  platform: 'ios',
  name: 'iPhone · ana',
  ownership: 'personal',
  termsVersion: '3',
  registeredAt: 5 * minute,
} as const
const handOff = { kind: 'link', url: 'https://mdm.example.test/ios' } as const

const states = {
  identifying: { kind: 'identifying' },
  password: { kind: 'challenged', ...common, now: { kind: 'password' }, met: [], then: [{ kind: 'email-code' }] },
  newPassword: {
    kind: 'challenged',
    ...common,
    now: { kind: 'new-password' },
    met: [],
    then: [{ kind: 'email-code' }],
  },
  entra: {
    kind: 'challenged',
    ...common,
    now: { kind: 'entra-sign-in', nonce: 'nonce-1', authenticationContext: 'c1', contextMissed: false },
    met: [],
    then: [],
  },
  code: { kind: 'challenged', ...common, now: code, met: ['password'], then: [] },
  device: { kind: 'choosing-device', ...common, confirmation: byDirectory(), met: ['password', 'email-code'] },
  enrolled: { kind: 'enrolled', ...common, confirmation: byEntra(true), met: ['password', 'email-code'], device },
  refused: { kind: 'refused', because: 'no-mail-address', proven: ['password'] },
} as const satisfies Record<string, State>

const project = (state: State, more: Partial<View> = {}, enrollment: Partial<Enrollment> = {}) =>
  toStep({ ...exampleEnrollment('new', state), ...enrollment }, { ...view, handOff, code: codeView, ...more })

describe('what every step carries', () => {
  test.each(Object.entries(states))(
    '%s: reference, account, workflow, factors, progress and end, in the contract’s form',
    (_name, state) => {
      const step = project(state)
      expect(Step.parse(step)).toEqual(step)
      expect(step).toMatchObject({
        reference: 'ABCD-EFGH',
        account: { id: account.id, name: account.name },
        workflow: 'new',
        progress: { of: 4 },
      })
    },
  )

  test('factors are counted once all challenges are met, and proven as they are met', () => {
    const factors = Object.fromEntries(Object.entries(states).map(([name, state]) => [name, project(state).factors]))
    expect(factors).toEqual({
      identifying: { counted: 0, proven: [] },
      password: { counted: 0, proven: [] },
      newPassword: { counted: 0, proven: [] },
      entra: { counted: 0, proven: [] },
      code: { counted: 0, proven: ['password'] },
      device: { counted: 2, proven: ['password', 'email-code'] },
      enrolled: { counted: 3, proven: ['entra', 'entra-mfa', 'email-code'] },
      refused: { counted: 0, proven: ['password'] },
    })
  })

  test('expiresAt is when the enrollment ends if nothing more is done', () => {
    expect(project(states.password).expiresAt).toBe(at(20 * minute))
    expect(project(states.password, {}, { activeAt: 50 * minute }).expiresAt).toBe(at(60 * minute))
  })
})

describe('the first page', () => {
  test('is `identify` in the new workflow and `credentials` in the existing one', () => {
    expect(project(states.identifying).kind).toBe('identify')
    expect(project(states.identifying, {}, { workflow: 'existing' }).kind).toBe('credentials')
  })

  test('has the domain filled in when one is set', () => {
    expect(project(states.identifying)).toMatchObject({ domain: exampleDomain })
    expect(project(states.identifying, { account: { ...account, domains: [] } })).not.toHaveProperty('domain')
  })

  test('lists the domains only where the account offers them', () => {
    expect(project(states.identifying)).not.toHaveProperty('domains')
    const offering = project(states.identifying, { account: { ...account, offerDomains: true } })
    expect(offering).toMatchObject({ domains: [exampleDomain] })
    expect(offering).not.toHaveProperty('domain')
  })

  test('is prefilled by an enrollment request, whose domain goes before the account’s', () => {
    const invitation = { id: 'request-1', username: 'ben', domain: 'labs.example.test' }
    expect(project(states.identifying, {}, { invitation })).toMatchObject({
      username: 'ben',
      domain: 'labs.example.test',
    })
  })

  test('tells nothing of the account’s people', () => {
    const known = { ...account, users: [{ username: 'ana', domain: exampleDomain, email: `secret@${exampleDomain}` }] }
    expect(JSON.stringify(project(states.identifying, { account: known }))).not.toMatch(/ana|secret/)
  })
})

describe('the challenges', () => {
  test('password: whose it is', () => {
    expect(project(states.password)).toMatchObject({ kind: 'password', username: 'ana', domain: exampleDomain })
  })

  test('entra-sign-in: everything MSAL needs, with the claimed name as hints', () => {
    expect(project(states.entra)).toMatchObject({
      kind: 'entra-sign-in',
      authority: `https://login.microsoftonline.com/${exampleTenant}`,
      clientId: account.entra?.spaClientId,
      scopes: ['openid', 'profile'],
      nonce: 'nonce-1',
      loginHint: `ana@${exampleDomain}`,
      domainHint: exampleDomain,
      prompt: 'login',
      claims: '{"id_token":{"acrs":{"essential":true,"value":"c1"}}}',
    })
  })

  test('entra-sign-in: no claims are asked for without an authentication context', () => {
    const { authenticationContext: _, ...now } = states.entra.now
    expect(project({ ...states.entra, now })).not.toHaveProperty('claims')
  })

  test('entra-sign-in: an access token is asked for where the account names its API', () => {
    const entra = account.entra && { ...account.entra, apiClientId: '22222222-2222-4222-8222-222222222222' }
    expect(project(states.entra, { account: { ...account, ...(entra === undefined ? {} : { entra }) } })).toMatchObject(
      {
        scopes: ['openid', 'profile', 'api://22222222-2222-4222-8222-222222222222/Enroll.Device'],
      },
    )
  })

  test('entra-sign-in: provider metadata travels along where there is any', () => {
    expect(project(states.entra)).not.toHaveProperty('authorityMetadata')
    expect(project(states.entra, { authorityMetadata: '{}' })).toMatchObject({ authorityMetadata: '{}' })
  })

  test('entra-sign-in: without Entra settings it is a bug, and thrown as one', () => {
    const { entra: _, ...without } = account
    expect(() => project(states.entra, { account: without })).toThrow('an Entra step without Entra settings')
  })

  test('email-code: where it went, masked, and how it fares', () => {
    const step = project(states.code)
    expect(step).toMatchObject({
      kind: 'email-code',
      sentTo: `a•••@${exampleDomain}`,
      delivery: 'sent',
      resendAt: at(2 * minute),
      triesLeft: 4,
    })
    expect(JSON.stringify(step)).not.toContain(`ana@${exampleDomain}`)
    expect(JSON.stringify(step)).not.toContain('code-1')
  })

  test('email-code: the code’s end stands beside the enrollment’s, whichever is sooner', () => {
    expect(project(states.code)).toMatchObject({ codeExpiresAt: at(11 * minute), expiresAt: at(20 * minute) })
    expect(project(states.code, {}, { endsAt: 5 * minute })).toMatchObject({
      codeExpiresAt: at(11 * minute),
      expiresAt: at(5 * minute),
    })
  })

  test('email-code: names the mail to look for, by its sender and the number of its code', () => {
    expect(project(states.code)).toMatchObject({ from: sender, codeNumber: 1 })
    expect(project(states.code, {}, { codes: 3 })).toMatchObject({ codeNumber: 3 })
  })

  test('email-code: a code that is no longer kept reads as ended, with another to be asked for now', () => {
    const { code: _, ...gone } = view
    expect(toStep(exampleEnrollment('new', states.code), gone)).toMatchObject({
      delivery: 'failed',
      triesLeft: 0,
      resendAt: at(minute),
      codeExpiresAt: at(minute),
      expiresAt: at(20 * minute),
    })
  })
})

describe('the device', () => {
  test('is asked for among the account’s platforms, with the likely one suggested', () => {
    expect(project(states.device, { suggested: 'android' })).toMatchObject({
      platforms: ['ios', 'android', 'windows'],
      suggested: 'android',
      ownership: ['personal', 'corporate'],
    })
  })

  test('a platform that the account does not offer is not suggested: its first one is', () => {
    expect(project(states.device, { suggested: 'android', account: { ...account, platforms: ['ios'] } })).toMatchObject(
      { suggested: 'ios' },
    )
  })

  test('ownership and terms are asked where the account asks them', () => {
    const terms = { version: '3', text: 'Be kind.' }
    expect(project(states.device, { account: { ...account, terms } })).toMatchObject({ terms })
    const plain = project(states.device, { account: { ...account, askOwnership: [] } })
    expect(plain).not.toHaveProperty('ownership')
    expect(plain).not.toHaveProperty('terms')
  })

  test('once enrolled is shown with its hand-off, and without who owns it', () => {
    expect(project(states.enrolled)).toMatchObject({
      kind: 'enrolled',
      device: { id: 'device-1', platform: 'ios', name: 'iPhone · ana', registeredAt: at(5 * minute) },
      handOff,
    })
    expect(JSON.stringify(project(states.enrolled))).not.toContain(exampleTenant)
  })

  test('without a hand-off an enrolled step is a bug, and thrown as one', () => {
    const { handOff: _, ...without } = { ...view, handOff }
    expect(() => toStep(exampleEnrollment('new', states.enrolled), without)).toThrow(
      'an enrolled step without its hand-off',
    )
  })
})

describe('the ends', () => {
  test('a refusal says why and whom to ask', () => {
    expect(project(states.refused)).toMatchObject({
      kind: 'refused',
      code: 'no-mail-address',
      support: account.support,
    })
  })

  test('whoever changed a password is asked for it, and told why', () => {
    const again = { user: exampleUser, note: 'unconfirmed' } as const
    const existing = { workflow: 'existing' } as const
    expect(project({ kind: 'identifying', again }, {}, existing)).toMatchObject({
      kind: 'credentials',
      username: 'ana',
      domain: 'corp.example.test',
      note: 'unconfirmed',
    })
    expect(project(states.identifying, {}, existing)).not.toHaveProperty('note')
    expect(project({ ...states.password, now: { kind: 'password', note: 'changed' } })).toMatchObject({
      kind: 'password',
      note: 'changed',
    })
  })

  test('a refusal of Microsoft’s says why, and what it said', () => {
    const said = { error: 'access_denied', errorCodes: [53003], at: 3 * minute } as const
    const refused = { kind: 'refused', because: 'entra-failed', proven: [] } as const
    expect(project({ ...refused, entra: { reason: 'blocked-by-policy', said } })).toMatchObject({
      reason: 'blocked-by-policy',
      details: { error: 'access_denied', errorCodes: [53003], at: '1970-01-01T00:03:00.000Z' },
    })
    expect(project({ ...refused, entra: { reason: 'second-check-not-made' } })).not.toHaveProperty('details')
    // As it was stored before there were reasons.
    expect(project(refused)).toMatchObject({ reason: 'unknown' })
    expect(project(states.refused)).not.toHaveProperty('reason')
  })

  test.each(['identifying', 'password', 'newPassword', 'entra', 'code', 'device'] as const)(
    '%s: past its time it is expired, and nothing but that',
    (name) => {
      const step = project(states[name], { now: 20 * minute })
      expect(step.kind).toBe('expired')
      expect(Object.keys(step).toSorted()).toEqual([
        'account',
        'expiresAt',
        'factors',
        'kind',
        'progress',
        'reference',
        'workflow',
      ])
    },
  )

  test.each(['enrolled', 'refused'] as const)('%s: stays what it is', (name) => {
    expect(project(states[name], { now: 10_000 * minute }).kind).toBe(name)
  })
})

test('no step carries a nonce but Entra’s own, nor any identity key', () => {
  for (const [name, state] of Object.entries(states)) {
    const text = JSON.stringify(project(state))
    if (name !== 'entra') expect(text).not.toContain('nonce')
    expect(text).not.toMatch(/ad:corp|entra:4b0c/)
  }
})
