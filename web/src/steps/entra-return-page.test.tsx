import { routes } from '@muster/shared/contract'
import { screen, waitFor } from '@testing-library/react'
import { http } from 'msw'
import { expect, test } from 'vitest'
import { identify } from '../testing/journeys.ts'
import { faultOn, problem } from '../testing/mock-bff.ts'
import { expectAccessible, network, openPortal } from '../testing/render-portal.tsx'
import { inAnotherTab } from '../testing/second-tab.ts'

const toMicrosoft = async () => {
  const open = await openPortal('/new-entra-2')
  await identify(open, 'eva')
  await open.page('Sign in with Microsoft')
  return open
}

test('while the sign-in is checked there is one heading, and the account’s own frame', async () => {
  const open = await toMicrosoft()
  const { promise, resolve } = Promise.withResolvers<Response>()
  network.use(faultOn(routes.entraSignIn, () => promise))
  await open.press('Continue to Microsoft')
  await open.page('Checking your sign-in…')
  expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1)
  expect(window.location.pathname).toBe('/new-entra-2')
  expect(screen.getByText('Example help desk')).toBeTruthy()
  expect(screen.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)).toBeTruthy()
  resolve(problem('unavailable'))
  await open.page(/^We could not check your sign/)
})

test('a check that fails says so, and goes on where the person tries again', async () => {
  const open = await toMicrosoft()
  network.use(faultOn(routes.entraSignIn, () => problem('unavailable')))
  await open.press('Continue to Microsoft')
  await open.page(/^We could not check your sign/)
  await screen.findByText(/Our sign-in service is having trouble/)
  expect(screen.queryByText(/This takes a few seconds|still here/)).toBeNull()
  await expectAccessible()
  await open.press('Try again')
  await open.page('Check your e-mail')
})

test('a check that fails can be left by starting over', async () => {
  const open = await toMicrosoft()
  network.use(faultOn(routes.entraSignIn, () => Response.error()))
  await open.press('Continue to Microsoft')
  await open.page(/^We could not check your sign/)
  await open.press('Start over')
  await open.page('Who are you?')
})

test('after too many tries the button waits', async () => {
  const open = await toMicrosoft()
  network.use(faultOn(routes.entraSignIn, () => problem('too-many-requests', { retryAfter: 75 })))
  await open.press('Continue to Microsoft')
  await screen.findByText(/You can try again in 1:1/)
  expect(screen.getByRole('button', { name: 'Try again' }).getAttribute('aria-disabled')).toBe('true')
})

test('a library that cannot be fetched is the network’s fault, and is fetched at the next try', async () => {
  const open = await toMicrosoft()
  network.use(http.get('*/api/enrollment', () => open.setDoor('shut'), { once: true }))
  await open.press('Continue to Microsoft')
  await screen.findByText(/You seem to be offline/)
  open.setDoor('open')
  await open.press('Try again')
  await open.page('Check your e-mail')
})

test('nothing of the visit stays in the browser, even if the enrollment is elsewhere by now', async () => {
  const open = await toMicrosoft()
  sessionStorage.setItem('msal.request.params', 'the request')
  await open.press('Continue to Microsoft')
  await open.page('Check your e-mail')
  expect(sessionStorage.length).toBe(0)
  sessionStorage.setItem('msal.request.params', 'the request')
  window.history.pushState(null, '', '/redirect')
  window.dispatchEvent(new PopStateEvent('popstate'))
  await waitFor(() => expect(window.location.pathname).toBe('/new-entra-2'))
  expect(sessionStorage.length).toBe(0)
})

test('an address to return to that cannot be read says so, and can be tried again', async () => {
  const open = await toMicrosoft()
  network.use(faultOn(routes.current, () => Response.error()))
  await open.press('Continue to Microsoft')
  await open.page('You seem to be offline')
  await open.press('Try again')
  await open.page('Check your e-mail')
})

test('without an enrollment nobody is kept at Microsoft’s way back', async () => {
  const open = await toMicrosoft()
  await inAnotherTab(routes.startOver)
  await open.press('Continue to Microsoft')
  await open.page('We lost track of your enrollment')
  await expectAccessible()
})
