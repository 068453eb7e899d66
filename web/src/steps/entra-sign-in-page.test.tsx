import { routes } from '@muster/shared/contract'
import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { identify } from '../testing/journeys.ts'
import { faultOn } from '../testing/mock-bff.ts'
import { expectAccessible, network, openPortal } from '../testing/render-portal.tsx'
import { inAnotherTab } from '../testing/second-tab.ts'

test('nobody leaves for Microsoft before they ask to', async () => {
  const open = await openPortal('/new-entra-2')
  await identify(open, 'eva')
  await open.page('Sign in with Microsoft')
  expect(screen.getByText('eva@corp.example.test')).toBeTruthy()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Continue to Microsoft' }))
  await expectAccessible()
})

test('who signs in goes on, and the address is the account’s again', async () => {
  const open = await openPortal('/new-entra-2')
  await identify(open, 'eva')
  await open.press('Continue to Microsoft')
  await open.page('Check your e-mail')
  expect(window.location.href).toBe(`${window.location.origin}/new-entra-2`)
})

test('going back after the return asks for the name, and leads on again', async () => {
  const open = await openPortal('/new-entra-2')
  await identify(open, 'eva')
  await open.press('Continue to Microsoft')
  await open.page('Check your e-mail')
  window.history.back()
  await open.page('Who are you?')
  expect(window.location.pathname).toBe('/new-entra-2')
  await open.press('Go on where you were')
  await open.page('Check your e-mail')
})

test('signing in as somebody else names both, and the person who started may try again', async () => {
  const open = await openPortal('/new-entra-1')
  await identify(open, 'eva')
  open.nextVisitor({ username: 'mia' })
  await open.press('Continue to Microsoft')
  await screen.findByText('You started as eva@corp.example.test but signed in as mia@corp.example.test.')
  await expectAccessible()
  open.nextVisitor({ username: 'eva' })
  await open.press('Use a different Microsoft account')
  await open.page('Set up this device')
})

test('cancelling at Microsoft is refused, and starting over begins with the name', async () => {
  const open = await openPortal('/new-entra-1')
  await identify(open, 'eva')
  open.nextVisitor('cancels')
  await open.press('Continue to Microsoft')
  await open.page('The Microsoft sign\u2011in was cancelled')
  await expectAccessible()
  await open.press('Start over')
  await open.page('Who are you?')
})

test('coming back without an answer from Microsoft says that the sign-in was interrupted', async () => {
  const open = await openPortal('/new-entra-1')
  await identify(open, 'eva')
  await open.page('Sign in with Microsoft')
  window.history.pushState(null, '', '/redirect')
  window.dispatchEvent(new PopStateEvent('popstate'))
  await screen.findByText(/The sign-in was interrupted/)
})

test('who comes back with the browser’s own button finds the step as it is by now', async () => {
  const open = await openPortal('/new-entra-1')
  await identify(open, 'eva')
  await open.page('Sign in with Microsoft')
  await inAnotherTab(routes.identity, { username: 'mia', domain: 'corp.example.test' })
  open.nextVisitor('goes-back')
  await open.press('Continue to Microsoft')
  await screen.findByText('mia@corp.example.test')
})

test('starting over as somebody else tells what fails', async () => {
  const open = await openPortal('/new-entra-1')
  await identify(open, 'eva')
  open.nextVisitor({ username: 'mia' })
  await open.press('Continue to Microsoft')
  await screen.findByText(/signed in as mia/)
  network.use(faultOn(routes.startOver, () => Response.error()))
  await open.press('Start over')
  await screen.findByText(/You seem to be offline/)
})

test('where nothing can be remembered, the heading has the focus in place of the button', async () => {
  const open = await openPortal('/new-entra-1')
  const blocked = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('blocked', 'SecurityError')
  })
  await identify(open, 'eva')
  const heading = await open.page('Sign in with Microsoft')
  expect(screen.queryByRole('button', { name: 'Continue to Microsoft' })).toBeNull()
  expect(document.activeElement).toBe(heading)
  blocked.mockRestore()
})
