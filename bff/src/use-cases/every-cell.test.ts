import type { Proof } from '@muster/shared/vocabulary'
import { Step } from '@muster/shared/step'
import { describe, expect, test } from 'vitest'
import { current, opened } from '../testing/arrive.ts'
import { mailedCode, newKey, tokenFor } from '../testing/person-answers.ts'
import { stillPortal } from '../testing/still-portal.ts'
import type { Browser } from '../testing/browser.ts'
import {
  cells,
  cellName,
  directoryPassword,
  entraPassword,
  exampleDomain,
  exampleTenant,
} from '../testing/example-world.ts'
import type { SimulatedPortal } from '../testing/simulated-portal.ts'

const byDirectory = `ad:${exampleDomain}:ana`
const byEntra = `entra:${exampleTenant}:00000000-0000-4000-8000-00000000000a`

type Row = readonly [account: string, pages: string, factors: number, proven: readonly Proof[], who: string]

/** The 24 accounts of the tables and what Ana meets in each, written out by hand. */
const outcomes: readonly Row[] = [
  ['existing-none-1', 'credentials refused', 0, [], ''],
  ['existing-none-2', 'credentials refused', 0, [], ''],
  ['existing-ad-1', 'credentials device enrolled', 1, ['password'], byDirectory],
  ['existing-ad-2', 'credentials email-code device enrolled', 2, ['password', 'email-code'], byDirectory],
  ['existing-entra-1', 'credentials device enrolled', 1, ['entra'], byEntra],
  ['existing-entra-1-mfa', 'credentials device enrolled', 1, ['entra'], byEntra],
  ['existing-entra-2', 'credentials email-code device enrolled', 2, ['entra', 'email-code'], byEntra],
  ['existing-entra-2-mfa', 'credentials email-code device enrolled', 2, ['entra', 'email-code'], byEntra],
  ['existing-both-1', 'credentials device enrolled', 1, ['entra'], byEntra],
  ['existing-both-1-mfa', 'credentials device enrolled', 1, ['entra'], byEntra],
  ['existing-both-2', 'credentials email-code device enrolled', 2, ['entra', 'email-code'], byEntra],
  ['existing-both-2-mfa', 'credentials email-code device enrolled', 2, ['entra', 'email-code'], byEntra],
  ['new-none-1', 'identify refused', 0, [], ''],
  ['new-none-2', 'identify refused', 0, [], ''],
  ['new-ad-1', 'identify password device enrolled', 1, ['password'], byDirectory],
  ['new-ad-2', 'identify password email-code device enrolled', 2, ['password', 'email-code'], byDirectory],
  ['new-entra-1', 'identify entra-sign-in device enrolled', 1, ['entra'], byEntra],
  ['new-entra-1-mfa', 'identify entra-sign-in device enrolled', 1, ['entra', 'entra-mfa'], byEntra],
  ['new-entra-2', 'identify entra-sign-in email-code device enrolled', 2, ['entra', 'email-code'], byEntra],
  [
    'new-entra-2-mfa',
    'identify entra-sign-in email-code device enrolled',
    3,
    ['entra', 'entra-mfa', 'email-code'],
    byEntra,
  ],
  ['new-both-1', 'identify entra-sign-in device enrolled', 1, ['entra'], byEntra],
  ['new-both-1-mfa', 'identify entra-sign-in device enrolled', 1, ['entra', 'entra-mfa'], byEntra],
  ['new-both-2', 'identify entra-sign-in email-code device enrolled', 2, ['entra', 'email-code'], byEntra],
  [
    'new-both-2-mfa',
    'identify entra-sign-in email-code device enrolled',
    3,
    ['entra', 'entra-mfa', 'email-code'],
    byEntra,
  ],
]

/** What Ana does on a page. */
const answer = async (portal: SimulatedPortal, browser: Browser, step: Step, password: string): Promise<void> => {
  const post = (path: string, body: object, headers = {}) =>
    browser.send('POST', `/api/enrollment${path}`, body, headers)
  const names = { username: 'ana', domain: exampleDomain }
  switch (step.kind) {
    case 'identify':
      return void (await post('/identity', names))
    case 'credentials':
      return void (await post('/credentials', { ...names, password }))
    case 'password':
      return void (await post('/password', { password }))
    case 'entra-sign-in':
      return void (await post('/entra-sign-in', {
        idToken: tokenFor(step, 'ana', { oid: '00000000-0000-4000-8000-00000000000a' }),
      }))
    case 'email-code':
      return void (await post('/email-code', { code: await mailedCode(portal) }))
    case 'device':
      return void (await post('/device', { platform: 'ios' }, newKey()))
    default:
      throw new Error(`nothing to do at ${step.kind}`)
  }
}

/** Every step from the link to an end. */
const walk = async (portal: SimulatedPortal, account: string, password: string): Promise<readonly Step[]> => {
  const browser = await opened(portal, account)
  const steps: Step[] = []
  for (;;) {
    const step = Step.parse(await current(browser))
    if (steps.at(-1)?.kind === step.kind) throw new Error(`stuck at ${step.kind}`)
    steps.push(step)
    if (step.kind === 'enrolled' || step.kind === 'refused') return steps
    await answer(portal, browser, step, password)
  }
}

describe('every account of the tables', () => {
  test('is in the list below', () => {
    expect(outcomes.map(([account]) => account)).toEqual(cells.map(cellName))
  })

  test.each(outcomes)('%s: %s, %i factors, proven %j', async (account, pages, factors, proven, who) => {
    const portal = await stillPortal()
    const password = account.includes('-ad-') ? directoryPassword : entraPassword
    const steps = await walk(portal, account, password)
    const last = steps.at(-1)
    expect(steps.map(({ kind }) => kind).join(' ')).toBe(pages)
    expect(last?.factors).toEqual({ counted: factors, proven })
    if (last?.kind === 'refused') expect(last.code).toBe('authentication-not-configured')
    const devices = await portal.store.administration.devices({ most: 10 })
    expect(
      devices.map(({ accountId, factorsCounted, proven: kept, subjectKey }) => ({
        accountId,
        factorsCounted,
        kept,
        subjectKey,
      })),
    ).toEqual(who === '' ? [] : [{ accountId: account, factorsCounted: factors, kept: proven, subjectKey: who }])
    expect(portal.logged).toEqual([])
  })

  test.each(outcomes)(
    '%s (%s): factors count 0 until all challenges are met, and progress never goes back',
    async (account) => {
      const portal = await stillPortal()
      const steps = await walk(portal, account, account.includes('-ad-') ? directoryPassword : entraPassword)
      for (const { kind, factors } of steps)
        if (kind !== 'device' && kind !== 'enrolled') expect(factors.counted).toBe(0)
      const at = steps.map(({ progress }) => progress.at)
      expect(at).toEqual(at.toSorted((a, b) => a - b))
      expect(new Set(steps.map(({ progress }) => progress.of)).size).toBe(1)
    },
  )

  test.each(outcomes.filter(([account]) => !account.includes('-none-')))(
    '%s: only the table’s authority is asked',
    async (account) => {
      const portal = await stillPortal()
      await walk(portal, account, account.includes('-ad-') ? directoryPassword : entraPassword)
      const asked = portal.neighbours.journal.map(({ neighbour }) => neighbour)
      const passwords = account.startsWith('new') ? [] : ['identity-provider']
      expect(asked).toEqual(account.includes('-ad-') ? ['directory'] : passwords)
    },
  )

  test.each(outcomes.filter(([, pages]) => pages.includes('email-code')))(
    '%s: one code is mailed, and the owner is told of the device',
    async (account) => {
      const portal = await stillPortal()
      await walk(portal, account, account.includes('-ad-') ? directoryPassword : entraPassword)
      const mails = await portal.deliver()
      expect(mails.map(({ to, subject }) => [to.address, /enrollment code/.test(subject)])).toEqual([
        [`ana@${exampleDomain}`, false],
        [`ana@${exampleDomain}`, true],
      ])
    },
  )
})
