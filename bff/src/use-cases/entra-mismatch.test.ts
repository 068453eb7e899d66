import { Step } from '@muster/shared/step'
import { expect, test } from 'vitest'
import type { Account } from '../domain/account.ts'
import { current, opened } from '../testing/arrive.ts'
import { cellAccount } from '../testing/example-world.ts'
import { tokenFor } from '../testing/person-answers.ts'
import { confirming, stillPortal } from '../testing/still-portal.ts'

const cell = { workflow: 'new', defaultAuthentication: 'entra-id', portalFactor: 'two', entraFactor: 'multi' } as const

const atMismatch = async (more?: Partial<Account>) => {
  const portal = await stillPortal({ accounts: [confirming(cellAccount(cell, more))] })
  const browser = await opened(portal, 'new-entra-2-mfa')
  const step = await browser.step('entra-sign-in', '/identity', { username: 'ana', domain: '' })
  const tokens = { idToken: tokenFor(step, 'eva') }
  const told = await browser.problem('/entra-sign-in', tokens)
  return { portal, browser, step, tokens, told }
}

test('the problem names who may begin anew, and nothing is proven', async () => {
  const { browser, told } = await atMismatch()
  expect(told).toMatchObject({ status: 409, code: 'identity-mismatch', restartAs: 'eva@corp.example.test' })
  expect(await current(browser)).toMatchObject({
    kind: 'entra-sign-in',
    loginHint: 'ana@corp.example.test',
    factors: { proven: [] },
  })
})

test('beginning anew is another sign-in with a nonce of its own, and then everything that is asked of anybody', async () => {
  const { browser, portal, step, told } = await atMismatch()
  const before = Step.parse(await current(browser))
  const anew = await browser.step('entra-sign-in', '/identity', { username: told.restartAs, domain: '' })
  expect(anew).toMatchObject({ ...step, nonce: expect.any(String), loginHint: 'eva@corp.example.test' })
  expect(before).not.toMatchObject({ nonce: anew.nonce })
  expect(step.nonce).not.toBe(anew.nonce)
  expect(
    await browser.step('email-code', '/entra-sign-in', { idToken: tokenFor(anew, 'eva', { uti: 'second' }) }),
  ).toMatchObject({ sentTo: 'e•••@corp.example.test', factors: { counted: 0, proven: ['entra', 'entra-mfa'] } })
  expect((await portal.store.administration.audit({ most: 5 })).map(({ type }) => type).toReversed()).toEqual([
    'enroll.identified',
    'identity.mismatch',
    'enroll.identified',
    'auth.entra.ok',
    'code.sent',
  ])
})

test('the tokens that were posted prove nothing, neither before beginning anew nor after', async () => {
  const { browser, tokens, told } = await atMismatch()
  expect(await browser.problem('/entra-sign-in', tokens)).toMatchObject({ code: 'token-rejected' })
  await browser.step('entra-sign-in', '/identity', { username: told.restartAs, domain: '' })
  expect(await browser.problem('/entra-sign-in', tokens)).toMatchObject({ code: 'token-rejected' })
  expect(await current(browser)).toMatchObject({ kind: 'entra-sign-in', factors: { proven: [] } })
})

test('the access token that was posted is used up too, though it carries no nonce', async () => {
  const apiClientId = '22222222-2222-4222-8222-222222222222'
  const account = confirming(cellAccount(cell))
  const portal = await stillPortal({
    accounts: [{ ...account, ...(account.entra && { entra: { ...account.entra, apiClientId } }) }],
  })
  const browser = await opened(portal, 'new-entra-2-mfa')
  const step = await browser.step('entra-sign-in', '/identity', { username: 'ana', domain: '' })
  const accessToken = tokenFor(step, 'eva', { aud: apiClientId, uti: 'access' })
  await browser.problem('/entra-sign-in', { idToken: tokenFor(step, 'eva', { uti: 'id' }), accessToken })
  const anew = await browser.step('entra-sign-in', '/identity', { username: 'eva', domain: '' })
  const idToken = tokenFor(anew, 'eva', { uti: 'another' })
  expect(await browser.problem('/entra-sign-in', { idToken, accessToken })).toMatchObject({ code: 'token-rejected' })
  expect(await current(browser)).toMatchObject({ kind: 'entra-sign-in', factors: { proven: [] } })
  expect(await current(browser)).not.toMatchObject({ nonce: anew.nonce })
})

test('tokens of somebody else that were used before are no mismatch but rejected, and the nonce is fresh', async () => {
  const { browser } = await atMismatch()
  const step = await browser.step('entra-sign-in', '/extend', {})
  await browser.problem('/entra-sign-in', { idToken: tokenFor(step, 'eva', { uti: 'once' }) })
  const again = await browser.step('entra-sign-in', '/extend', {})
  expect(await browser.problem('/entra-sign-in', { idToken: tokenFor(again, 'eva', { uti: 'once' }) })).toMatchObject({
    code: 'token-rejected',
  })
  expect(await current(browser)).not.toMatchObject({ nonce: again.nonce })
})

test('who begins anew is asked by the rules of their own domain', async () => {
  const { browser, told } = await atMismatch({
    domains: [
      { name: 'labs.example.test', authenticationType: 'entra-id' },
      { name: 'corp.example.test', authenticationType: 'active-directory' },
    ],
  })
  await browser.step('password', '/identity', { username: told.restartAs, domain: '' })
})

test('the person who started may still sign in', async () => {
  const { browser } = await atMismatch()
  const step = await browser.step('entra-sign-in', '/extend', {})
  await browser.step('email-code', '/entra-sign-in', { idToken: tokenFor(step, 'ana') })
})

test.each([
  ['a name of elsewhere', { preferred_username: 'eva@other.example.test' }],
  ['no name', { preferred_username: '' }],
])('%s is not offered to begin anew', async (_who, claims) => {
  const { browser } = await atMismatch()
  const step = await browser.step('entra-sign-in', '/extend', {})
  const told = await browser.problem('/entra-sign-in', { idToken: tokenFor(step, 'eva', claims) })
  expect(told.code).toBe('identity-mismatch')
  expect(told.restartAs).toBeUndefined()
})
