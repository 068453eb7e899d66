import { cellAccount } from '@muster/bff/testing/example-world'
import { confirming } from '@muster/bff/testing/still-portal'
import { routes } from '@muster/shared/contract'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { identify } from '../testing/journeys.ts'
import { faultOn, problem } from '../testing/mock-bff.ts'
import { expectAccessible, network, openPortal } from '../testing/render-portal.tsx'
import { inAnotherTab } from '../testing/second-tab.ts'

const cell = {
  workflow: 'new',
  defaultAuthentication: 'entra-id',
  portalFactor: 'single',
  entraFactor: 'single',
} as const
const continueAsMia = 'Continue as mia@corp.example.test'

/** Started as eva, signed in as mia. */
const atMismatch = async (account = confirming(cellAccount(cell))) => {
  const open = await openPortal(`/${account.id}`, { accounts: [account] })
  await identify(open, 'eva')
  open.nextVisitor({ username: 'mia' })
  await open.press('Continue to Microsoft')
  await screen.findByText(/^You started as eva@.* but signed in as mia@corp\.example\.test\.$/)
  return open
}

test('who signed in as somebody else goes on as that person, by signing in once more', async () => {
  const open = await atMismatch()
  const button = screen.getByRole('button', { name: continueAsMia })
  expect(document.activeElement).toBe(button)
  expect(screen.getByRole('button', { name: 'Use a different Microsoft account' })).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Start over' })).toBeTruthy()
  await expectAccessible()
  await open.press(continueAsMia)
  await open.page('Set up this device')
  const audit = await open.portal.store.administration.audit({ most: 4 })
  expect(audit.map(({ type }) => type).toReversed()).toEqual([
    'enroll.identified',
    'identity.mismatch',
    'enroll.identified',
    'auth.entra.ok',
  ])
})

test('an account that blocks it offers no such thing', async () => {
  await atMismatch(cellAccount(cell))
  expect(screen.queryByRole('button', { name: /^Continue as/ })).toBeNull()
  expect(screen.getByText(/or start over with the other one/)).toBeTruthy()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Use a different Microsoft account' }))
})

test('who started may still sign in', async () => {
  const open = await atMismatch()
  open.nextVisitor({ username: 'eva' })
  await open.press('Use a different Microsoft account')
  await open.page('Set up this device')
})

test('going on that fails says so, and can be tried again', async () => {
  const open = await atMismatch()
  network.use(faultOn(routes.identity, () => Response.error()))
  await open.press(continueAsMia)
  await screen.findByText(/You seem to be offline/)
  expect(screen.getByText(/but signed in as mia/)).toBeTruthy()
  await open.press(continueAsMia)
  await open.page('Set up this device')
})

test('after too many tries the button waits', async () => {
  const open = await atMismatch()
  network.use(faultOn(routes.identity, () => problem('too-many-requests', { retryAfter: 75 })))
  await open.press(continueAsMia)
  await screen.findByText(/You can try again in 1:1/)
  expect(screen.getByRole('button', { name: continueAsMia }).getAttribute('aria-disabled')).toBe('true')
})

test('a visit to Microsoft that does not come about is told on the page of who goes on', async () => {
  const open = await atMismatch()
  open.nextVisitor('goes-back')
  await open.press(continueAsMia)
  await screen.findByText(/The sign-in was interrupted/)
  expect(screen.getByText('mia@corp.example.test')).toBeTruthy()
  expect(screen.queryByText(/eva@/)).toBeNull()
  expect(await inAnotherTab(routes.current)).toMatchObject({ loginHint: 'mia@corp.example.test' })
  open.nextVisitor({ username: 'mia' })
  await open.press('Continue to Microsoft')
  await open.page('Set up this device')
})

test('who goes on is asked by the rules of their own domain', async () => {
  const domains = [
    { name: 'labs.example.test' },
    { name: 'corp.example.test', authenticationType: 'active-directory' },
  ] as const
  const open = await atMismatch(confirming(cellAccount(cell, { domains })))
  await open.press(continueAsMia)
  await open.page('Enter your password')
  expect(screen.getByText('mia@corp.example.test')).toBeTruthy()
})
