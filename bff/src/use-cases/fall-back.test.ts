import { describe, expect, test } from 'vitest'
import { arriveAt, opened } from '../testing/arrive.ts'
import { stillPortal } from '../testing/still-portal.ts'
import { cellAccount, directoryPassword, entraPassword } from '../testing/example-world.ts'
import type { SimulatedPortal } from '../testing/simulated-portal.ts'

const asked = ({ neighbours }: SimulatedPortal) => neighbours.journal.map(({ neighbour }) => neighbour)
const credentials = (username: string, password: string) => ({ username, domain: '', password })

describe('existing workflow, both: Entra first, then Active Directory with the same password', () => {
  test('Entra confirms: the directory is not asked', async () => {
    const portal = await stillPortal()
    const browser = await opened(portal, 'existing-both-1')
    expect(await browser.step('device', '/credentials', credentials('ana', entraPassword))).toMatchObject({
      factors: { proven: ['entra'] },
    })
    expect(asked(portal)).toEqual(['identity-provider'])
  })

  test.each([
    ['Entra rejects the password', 'ana', false],
    ['Entra does not know the person', 'ben', false],
    ['Entra cannot be reached', 'ana', true],
  ])('%s: the directory confirms', async (_why, username, down) => {
    const portal = await stillPortal()
    portal.neighbours.down.identityProvider = down
    const browser = await opened(portal, 'existing-both-1')
    const step = await browser.step('device', '/credentials', credentials(username, directoryPassword))
    expect(step.factors).toEqual({ counted: 1, proven: ['password'] })
    expect(asked(portal).at(-1)).toBe('directory')
  })

  test('Entra wants MFA: the directory is asked, and where it knows the person it confirms', async () => {
    const portal = await stillPortal()
    const mia = portal.neighbours.people.get('mia')
    if (mia === undefined) throw new Error('no mia')
    portal.neighbours.people.set('mia', { ...mia, directory: { password: entraPassword } })
    const browser = await opened(portal, 'existing-both-1')
    expect(await browser.step('device', '/credentials', credentials('mia', entraPassword))).toMatchObject({
      factors: { proven: ['password'] },
    })
    expect(asked(portal)).toEqual(['identity-provider', 'directory'])
  })

  test('the counted factors are Active Directory’s when it confirmed', async () => {
    const portal = await stillPortal({
      accounts: [
        cellAccount({ workflow: 'existing', defaultAuthentication: 'both', portalFactor: 'two', entraFactor: 'multi' }),
      ],
    })
    const browser = await opened(portal, 'existing-both-2-mfa')
    expect(await browser.step('email-code', '/credentials', credentials('ben', directoryPassword))).toMatchObject({
      factors: { counted: 0, proven: ['password'] },
    })
  })

  test.each([
    ['both reject', 'ana', 'wrong', {}, 401, 'sign-in-failed'],
    ['neither knows the person', 'nobody', 'wrong', {}, 401, 'sign-in-failed'],
    ['Entra wants MFA, the directory rejects', 'mia', entraPassword, {}, 403, 'mfa-required'],
    ['Entra is down, the directory rejects', 'ana', 'wrong', { identityProvider: true }, 503, 'unavailable'],
    ['Entra rejects, the directory is down', 'ana', 'wrong', { directory: true }, 503, 'unavailable'],
    ['both are down', 'ana', 'wrong', { identityProvider: true, directory: true }, 503, 'unavailable'],
    ['Entra rejects, the directory says disabled', 'dee', directoryPassword, {}, 403, 'account-disabled'],
  ])('%s: a problem, and no step is taken', async (_why, username, password, down, status, code) => {
    const portal = await stillPortal()
    Object.assign(portal.neighbours.down, down)
    const browser = await opened(portal, 'existing-both-1')
    expect(await browser.problem('/credentials', credentials(username, password))).toMatchObject({ status, code })
    expect(await browser.step('credentials', '/extend', {})).toMatchObject({ factors: { counted: 0, proven: [] } })
  })

  test('the fall-back stays within the directory’s budget, and past it nobody is asked there', async () => {
    const portal = await stillPortal()
    const browser = await opened(portal, 'existing-both-1')
    for (let failure = 0; failure < 4; failure += 1) await browser.problem('/credentials', credentials('ana', 'wrong'))
    expect(await browser.problem('/credentials', credentials('ana', 'wrong'))).toMatchObject({
      status: 429,
      code: 'too-many-requests',
    })
    expect(asked(portal).filter((who) => who === 'directory')).toHaveLength(4)
  })
})

describe('existing workflow, Entra alone', () => {
  test('MFA wanted is a failure, never a success', async () => {
    const portal = await stillPortal()
    for (const account of ['existing-entra-1', 'existing-entra-1-mfa', 'existing-entra-2-mfa']) {
      const browser = await opened(portal, account)
      expect(await browser.problem('/credentials', credentials('mia', entraPassword))).toMatchObject({
        status: 403,
        code: 'mfa-required',
      })
    }
  })

  const refusing = async (account: string, refused: number, password = entraPassword) => {
    const portal = await stillPortal()
    const entra = { password: entraPassword, upn: 'ana@corp.example.test', objectId: 'a', refused }
    const directory = { password: directoryPassword }
    portal.neighbours.people.set('ana', { username: 'ana', directory, entra })
    const browser = await opened(portal, account)
    const { status, body } = await browser.send('POST', '/api/enrollment/credentials', credentials('ana', password))
    return { status, body, portal }
  }

  test.each([
    [53000, 'device-not-managed'],
    [53003, 'blocked-by-policy'],
    [50105, 'not-assigned'],
    [65001, 'consent-missing'],
  ])('AADSTS%i after the right password: refused, with its reason and its number', async (number, reason) => {
    const { status, body, portal } = await refusing('existing-entra-1', number)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      kind: 'refused',
      code: 'entra-failed',
      reason,
      details: { error: 'invalid_grant', errorCodes: [number] },
    })
    const [line] = await portal.store.administration.audit({ most: 1 })
    expect(line).toMatchObject({ type: 'auth.password.blocked', data: { numbers: String(number), told: reason } })
  })

  test.each([50053, 50055, 50057])('AADSTS%i reads as a wrong password', async (number) => {
    expect(await refusing('existing-entra-1', number)).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } })
  })

  test.each([
    ['a wrong password tells nothing of the refusal', 'existing-entra-1', 'wrong'],
    ['both: the directory confirms whom Entra refuses', 'existing-both-1', directoryPassword],
  ])('%s', async (_what, account, password) => {
    const { status, body } = await refusing(account, 53003, password)
    expect([status, body]).toMatchObject(
      password === 'wrong' ? [401, { code: 'sign-in-failed' }] : [200, { kind: 'device' }],
    )
  })

  test('both: that the directory rejects hides no refusal of Entra’s', async () => {
    expect((await refusing('existing-both-1', 53003)).body).toMatchObject({ reason: 'blocked-by-policy' })
  })

  test('the directory is never asked', async () => {
    const portal = await stillPortal()
    const browser = await opened(portal, 'existing-entra-1')
    expect(await browser.problem('/credentials', credentials('ben', directoryPassword))).toMatchObject({
      code: 'sign-in-failed',
    })
    expect(asked(portal)).toEqual(['identity-provider'])
  })
})

describe('existing workflow, Active Directory alone', () => {
  test('Entra is never asked', async () => {
    const portal = await stillPortal()
    const browser = await opened(portal, 'existing-ad-1')
    expect(await browser.problem('/credentials', credentials('eva', entraPassword))).toMatchObject({
      code: 'sign-in-failed',
    })
    expect(asked(portal)).toEqual(['directory'])
  })
})

describe('new workflow, both: Entra only', () => {
  test('an Entra failure is final, and the directory is never asked', async () => {
    const portal = await stillPortal()
    const browser = await opened(portal, 'new-both-2')
    await browser.step('entra-sign-in', '/identity', { username: 'ben', domain: '' })
    expect(await browser.step('refused', '/entra-sign-in', { error: 'access_denied' })).toMatchObject({
      code: 'entra-failed',
    })
    for (const [path, body] of [
      ['/password', { password: directoryPassword }],
      ['/credentials', credentials('ben', directoryPassword)],
      ['/identity', { username: 'ben', domain: '' }],
    ] as const)
      expect(await browser.problem(path, body)).toMatchObject({ code: 'wrong-step' })
    expect(asked(portal)).toEqual([])
  })

  test('a password is not taken while Microsoft’s answer is awaited', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'entra-sign-in')
    expect(await browser.problem('/password', { password: directoryPassword })).toMatchObject({ code: 'wrong-step' })
    expect(asked(portal)).toEqual([])
  })
})

describe('the account’s settings may change while somebody enrolls', () => {
  const account = cellAccount({
    workflow: 'new',
    defaultAuthentication: 'active-directory',
    portalFactor: 'single',
    entraFactor: 'single',
  })

  test('another workflow: whoever has proven nothing goes on in it', async () => {
    const portal = await stillPortal({ accounts: [account] })
    const browser = await opened(portal, account.id)
    await browser.step('password', '/identity', { username: 'ana', domain: '' })
    await portal.store.administration.applyAccounts([{ ...account, workflow: 'existing' }])
    expect(await browser.problem('/password', { password: directoryPassword })).toMatchObject({ code: 'wrong-step' })
    expect(await browser.step('device', '/credentials', credentials('ana', directoryPassword))).toMatchObject({
      workflow: 'existing',
    })
  })

  test('closed: everybody who is not enrolled is refused, and a new browser too', async () => {
    const portal = await stillPortal({ accounts: [account] })
    const browser = await opened(portal, account.id)
    await browser.step('password', '/identity', { username: 'ana', domain: '' })
    await portal.store.administration.applyAccounts([{ ...account, status: 'closed' }])
    expect((await browser.send('GET', '/api/enrollment')).body).toMatchObject({
      kind: 'refused',
      code: 'account-closed',
    })
    expect(await browser.problem('/password', { password: directoryPassword })).toMatchObject({ code: 'wrong-step' })
    expect((await (await opened(portal, account.id)).send('GET', '/api/enrollment')).body).toMatchObject({
      kind: 'refused',
      code: 'account-closed',
    })
  })
})
