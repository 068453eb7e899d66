import { describe, expect, test } from 'vitest'
import { arriveAt, current, opened } from '../testing/arrive.ts'
import { tokenFor } from '../testing/person-answers.ts'
import { stillPortal } from '../testing/still-portal.ts'
import { cellAccount } from '../testing/example-world.ts'

const cell = { workflow: 'new', defaultAuthentication: 'entra-id', portalFactor: 'two', entraFactor: 'multi' } as const

const atEntra = async (account = 'new-entra-2-mfa', username = 'eva') => {
  const portal = await stillPortal()
  const browser = await opened(portal, account)
  const step = await browser.step('entra-sign-in', '/identity', { username, domain: '' })
  return { portal, browser, step }
}

describe('Microsoft’s answer', () => {
  test('with a good token is the proof, and the portal’s code comes second', async () => {
    const { browser, step } = await atEntra()
    expect(await browser.step('email-code', '/entra-sign-in', { idToken: tokenFor(step, 'eva') })).toMatchObject({
      factors: { counted: 0, proven: ['entra', 'entra-mfa'] },
      sentTo: 'e•••@corp.example.test',
    })
  })

  test.each([
    ['another nonce', { nonce: 'other' }],
    ['another tenant', { tid: '00000000-0000-4000-8000-000000000000' }],
    ['another application', { aud: 'other' }],
    ['an end in the past', { exp: 1 }],
  ])('with %s is rejected, and the step stays with a fresh nonce', async (_what, claims) => {
    const { browser, step } = await atEntra()
    expect(await browser.problem('/entra-sign-in', { idToken: tokenFor(step, 'eva', claims) })).toMatchObject({
      status: 401,
      code: 'token-rejected',
    })
    const after = await current(browser)
    expect(after).toMatchObject({ ...step, nonce: expect.any(String) })
    expect(after).not.toMatchObject({ nonce: step.nonce })
  })

  test('that was rejected proves nothing afterwards either: the nonce it had is gone', async () => {
    const { browser, step } = await atEntra()
    await browser.problem('/entra-sign-in', { idToken: tokenFor(step, 'eva', { aud: 'other' }) })
    expect(await browser.problem('/entra-sign-in', { idToken: tokenFor(step, 'eva') })).toMatchObject({
      code: 'token-rejected',
    })
    const fresh = await browser.step('entra-sign-in', '/extend', {})
    await browser.step('email-code', '/entra-sign-in', { idToken: tokenFor(fresh, 'eva') })
  })

  test('that is no token at all is rejected', async () => {
    const { browser } = await atEntra()
    expect(await browser.problem('/entra-sign-in', { idToken: 'a.b.c' })).toMatchObject({
      status: 401,
      code: 'token-rejected',
    })
  })

  test('used once is used up: in another enrollment it proves nothing', async () => {
    const { portal, browser, step } = await atEntra()
    const idToken = tokenFor(step, 'eva')
    await browser.step('email-code', '/entra-sign-in', { idToken })
    const other = await opened(portal, 'new-entra-2-mfa')
    await other.step('entra-sign-in', '/identity', { username: 'eva', domain: '' })
    expect(await other.problem('/entra-sign-in', { idToken })).toMatchObject({ code: 'token-rejected' })
  })

  test('with a token identifier that was used before is rejected, and the step stays with a fresh nonce', async () => {
    const { portal, browser, step } = await atEntra()
    await browser.step('email-code', '/entra-sign-in', { idToken: tokenFor(step, 'eva', { uti: 'once' }) })
    const other = await opened(portal, 'new-entra-2-mfa')
    const second = await other.step('entra-sign-in', '/identity', { username: 'eva', domain: '' })
    expect(await other.problem('/entra-sign-in', { idToken: tokenFor(second, 'eva', { uti: 'once' }) })).toMatchObject({
      status: 401,
      code: 'token-rejected',
    })
    expect(await current(other)).toMatchObject({ kind: 'entra-sign-in', factors: { proven: [] } })
    expect(await current(other)).not.toMatchObject({ nonce: second.nonce })
  })

  test('sent many times at once is one proof', async () => {
    const { browser, portal, step } = await atEntra()
    const idToken = tokenFor(step, 'eva')
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => browser.send('POST', '/api/enrollment/entra-sign-in', { idToken })),
    )
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await portal.deliver()).length).toBe(1)
  })
})

describe('somebody else at Microsoft', () => {
  test.each([
    ['another person', 'ana@corp.example.test'],
    ['the same name elsewhere', 'eva@other.example.test'],
    ['nobody by name', ''],
  ])('%s: identity-mismatch, and the step stays with a fresh nonce', async (_who, name) => {
    const { browser, step, portal } = await atEntra()
    const idToken = tokenFor(step, 'ana', { preferred_username: name })
    const told = await browser.problem('/entra-sign-in', { idToken })
    expect(told).toMatchObject({ status: 409, code: 'identity-mismatch' })
    // The account blocks it, as accounts do unless they say otherwise.
    expect(told).not.toHaveProperty('restartAs')
    expect(await current(browser)).toMatchObject({ kind: 'entra-sign-in', factors: { proven: [] } })
    expect(await current(browser)).not.toMatchObject({ nonce: step.nonce })
    expect(await portal.deliver()).toEqual([])
  })

  test('the same person in another spelling is no mismatch', async () => {
    const { browser, step } = await atEntra()
    await browser.step('email-code', '/entra-sign-in', {
      idToken: tokenFor(step, 'eva', { preferred_username: 'EVA@Corp.Example.Test' }),
    })
  })

  test('after changing the name, that person may go on', async () => {
    const { browser, step } = await atEntra()
    await browser.problem('/entra-sign-in', { idToken: tokenFor(step, 'ana') })
    const renamed = await browser.step('entra-sign-in', '/identity', { username: 'ana', domain: '' })
    expect(renamed.loginHint).toBe('ana@corp.example.test')
    await browser.step('email-code', '/entra-sign-in', { idToken: tokenFor(renamed, 'ana') })
  })
})

describe('the authentication context', () => {
  test('is asked for where the account says that Entra does multi-factor, and only there', async () => {
    expect((await atEntra('new-entra-2-mfa')).step.claims).toBe('{"id_token":{"acrs":{"essential":true,"value":"c1"}}}')
    expect((await atEntra('new-entra-2')).step.claims).toBeUndefined()
  })

  test('missing: asked for once more, and then there is no enrollment', async () => {
    const { browser, step } = await atEntra()
    expect(await browser.problem('/entra-sign-in', { idToken: tokenFor(step, 'eva', { acrs: ['c2'] }) })).toMatchObject(
      { code: 'token-rejected' },
    )
    const again = await browser.step('entra-sign-in', '/extend', {})
    expect(again.claims).toBe(step.claims)
    expect(
      await browser.step('refused', '/entra-sign-in', { idToken: tokenFor(again, 'eva', { acrs: [] }) }),
    ).toMatchObject({ code: 'entra-failed', reason: 'second-check-not-made', factors: { counted: 0, proven: [] } })
  })

  test('another rejection does not use up the one time that it is asked for once more', async () => {
    const { browser, step } = await atEntra()
    await browser.problem('/entra-sign-in', { idToken: tokenFor(step, 'eva', { aud: 'other' }) })
    const second = await browser.step('entra-sign-in', '/extend', {})
    const without = { idToken: tokenFor(second, 'eva', { acrs: [] }) }
    expect(await browser.problem('/entra-sign-in', without)).toMatchObject({ code: 'token-rejected' })
    const third = await browser.step('entra-sign-in', '/extend', {})
    await browser.step('refused', '/entra-sign-in', { idToken: tokenFor(third, 'eva', { acrs: [] }) })
  })
})

describe('an error from Microsoft', () => {
  test.each(['access_denied', 'server_error', 'interaction_required', 'anything'])(
    '%s: refused, whatever it is, with starting over',
    async (error) => {
      const { browser } = await atEntra()
      expect(await browser.step('refused', '/entra-sign-in', { error, errorCodes: [65004] })).toMatchObject({
        code: 'entra-failed',
        support: { name: 'Example help desk' },
      })
      await browser.send('DELETE', '/api/enrollment')
      await browser.step('identify', '', { account: 'new-entra-2-mfa' })
    },
  )

  test('stands in the audit, with its numbers', async () => {
    const { browser, portal } = await atEntra()
    await browser.step('refused', '/entra-sign-in', { error: 'access_denied', errorCodes: [65004, 50126] })
    const [line] = await portal.store.administration.audit({ most: 1 })
    expect(line).toMatchObject({ type: 'auth.entra.reject', data: { reason: 'access_denied', numbers: '65004 50126' } })
  })

  test('is told in words that the server chose, and in numbers', async () => {
    const { browser } = await atEntra()
    const correlationId = 'fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7'
    const sent = { error: 'access_denied', errorCodes: [53003], correlationId }
    const step = await browser.step('refused', '/entra-sign-in', sent)
    expect(step).toMatchObject({ reason: 'blocked-by-policy', details: { ...sent, at: '2026-11-24T09:00:00.000Z' } })
    expect(await current(browser)).toEqual(step)
  })

  test('no text of the browser’s reaches the page or the audit', async () => {
    const { browser, portal } = await atEntra()
    const text = 'call 555 0199 to go on'
    const step = await browser.step('refused', '/entra-sign-in', { error: text, errorCodes: [] })
    expect(step).toMatchObject({ reason: 'unknown', details: { error: 'other' } })
    const lines = await portal.store.administration.audit({ most: 10 })
    expect(JSON.stringify([step, lines])).not.toContain(text)
  })
})

describe('when Microsoft’s keys cannot be had', () => {
  test('unavailable, and the step stays as it is: the same token works afterwards', async () => {
    const { browser, portal, step } = await atEntra()
    portal.neighbours.down.identityProvider = true
    const idToken = tokenFor(step, 'eva')
    expect(await browser.problem('/entra-sign-in', { idToken })).toMatchObject({
      status: 503,
      code: 'unavailable',
      retryAfter: 30,
    })
    expect(await current(browser)).toEqual(step)
    portal.neighbours.down.identityProvider = false
    await browser.step('email-code', '/entra-sign-in', { idToken })
  })
})

test('an enrollment takes ten answers of Microsoft and no more', async () => {
  const { browser } = await atEntra()
  for (let post = 0; post < 10; post += 1)
    expect((await browser.problem('/entra-sign-in', { idToken: 'a.b.c' })).code).toBe('token-rejected')
  expect(await browser.problem('/entra-sign-in', { idToken: 'a.b.c' })).toMatchObject({
    status: 429,
    code: 'too-many-requests',
  })
})

describe('where the code goes after Entra', () => {
  test('nowhere, if the account does not take it from the name: no-mail-address, with what was proven', async () => {
    const portal = await stillPortal({ accounts: [cellAccount(cell, { entraMail: 'none' })] })
    const browser = await opened(portal, 'new-entra-2-mfa')
    const step = await browser.step('entra-sign-in', '/identity', { username: 'eva', domain: '' })
    expect(await browser.step('refused', '/entra-sign-in', { idToken: tokenFor(step, 'eva') })).toMatchObject({
      code: 'no-mail-address',
      factors: { counted: 0, proven: ['entra', 'entra-mfa'] },
    })
    expect(await portal.deliver()).toEqual([])
  })

  test('to the user record, if there is one', async () => {
    const users = [{ username: 'eva', domain: 'corp.example.test', email: 'eva.work@corp.example.test' }]
    const portal = await stillPortal({ accounts: [cellAccount(cell, { entraMail: 'none', users })] })
    const browser = await opened(portal, 'new-entra-2-mfa')
    const step = await browser.step('entra-sign-in', '/identity', { username: 'eva', domain: '' })
    await browser.step('email-code', '/entra-sign-in', { idToken: tokenFor(step, 'eva') })
    expect((await portal.deliver()).map(({ to }) => to.address)).toEqual(['eva.work@corp.example.test'])
  })

  test('a one-factor portal needs no address', async () => {
    const portal = await stillPortal({
      accounts: [cellAccount({ ...cell, portalFactor: 'single' }, { entraMail: 'none' })],
    })
    const browser = await opened(portal, 'new-entra-1-mfa')
    const step = await browser.step('entra-sign-in', '/identity', { username: 'eva', domain: '' })
    await browser.step('device', '/entra-sign-in', { idToken: tokenFor(step, 'eva') })
  })
})

test('the step names the tenant, the application and the hints that the design asks for', async () => {
  const { step } = await arriveAt(await stillPortal(), 'entra-sign-in')
  expect(step).toMatchObject({ loginHint: 'eva@corp.example.test', domainHint: 'corp.example.test', prompt: 'login' })
})
