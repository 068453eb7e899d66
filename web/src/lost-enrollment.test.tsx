import { routes } from '@muster/shared/contract'
import { screen } from '@testing-library/react'
import { http } from 'msw'
import { expect, test } from 'vitest'
import { identify, registerDevice, signIn } from './testing/journeys.ts'
import { createCookieJar, faultOn, mockBff, problem } from './testing/mock-bff.ts'
import { expectAccessible, network, openPortal } from './testing/render-portal.tsx'
import { comeBack, inAnotherTab } from './testing/second-tab.ts'

/** Counts requests and lets them through. */
const requestsTo = (method: 'get' | 'post', path: string): (() => number) => {
  let count = 0
  network.use(http[method](path, () => void (count += 1)))
  return () => count
}

test('an enrollment that is gone is not opened anew behind the person’s back', async () => {
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  await inAnotherTab(routes.startOver)
  const opened = requestsTo('post', '*/api/enrollment')
  comeBack()
  await open.page('This enrollment is closed')
  await expectAccessible()
  expect(opened()).toBe(0)
  await open.press('Start over')
  await open.page('Who are you?')
  expect(opened()).toBe(1)
})

test('the page of a registered device stays, with its hand-off, when the enrollment is gone', async () => {
  const open = await openPortal('/new-ad-1')
  await signIn(open, 'ana')
  await registerDevice(open, (name) => screen.getByRole('radio', { name }))
  await open.page('Your device is registered')
  await inAnotherTab(routes.startOver)
  const reads = requestsTo('get', '*/api/enrollment')
  comeBack()
  // The test's own read, through the same network, comes after any of the page's.
  await inAnotherTab(routes.current)
  expect(reads()).toBe(1)
  await open.page('Your device is registered')
})

test('who sends something into an enrollment that is gone is told that it begins again', async () => {
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  await inAnotherTab(routes.startOver)
  await open.fill('Password', 'whatever')
  await open.press('Sign in')
  await open.page('Who are you?')
  expect(screen.getByText('Your enrollment was lost. It begins again here.')).toBeTruthy()
})

test('a browser that keeps no cookie is told so, with what to do, and what was typed stays', async () => {
  const open = await openPortal('/new-ad-2')
  await open.page('Who are you?')
  const { dress } = createCookieJar(open.portal.origin)
  network.use(mockBff(open.portal, { dress, keep: () => undefined }))
  await open.fill('User name', 'ana')
  await open.press('Continue')
  await screen.findByText(/^Your browser does not keep this page’s cookie/)
  expect(screen.getByLabelText<HTMLInputElement>('User name').value).toBe('ana')
  expect(screen.queryByText(/out of date/)).toBeNull()
})

test('an opening that must wait is not tried again by looking at the page', async () => {
  const open = await openPortal('/new-ad-2', {}, [
    faultOn(routes.open, () => problem('too-many-requests', { retryAfter: 75 })),
  ])
  await open.page('We could not open your enrollment')
  const opened = requestsTo('post', '*/api/enrollment')
  comeBack()
  await inAnotherTab(routes.current)
  expect(opened()).toBe(0)
})

test('looking at the page reads the step anew, and not the account', async () => {
  const open = await openPortal('/new-ad-2')
  await open.page('Who are you?')
  await screen.findByText('Example help desk')
  const profiles = requestsTo('get', '*/api/accounts/:account')
  const steps = requestsTo('get', '*/api/enrollment')
  comeBack()
  await inAnotherTab(routes.current)
  expect([steps(), profiles()]).toEqual([2, 0])
})

test('where nothing was entered, nothing is said to be still here', async () => {
  const open = await openPortal('/new-ad-2', {}, [faultOn(routes.open, () => Response.error())])
  await open.page('You seem to be offline')
  expect(screen.queryByText(/still here/)).toBeNull()
  await open.press('Try again')
  await open.page('Who are you?')
  network.use(faultOn(routes.identity, () => Response.error()))
  await open.fill('User name', 'ana')
  await open.press('Continue')
  await screen.findByText('What you entered is still here.')
})

test('the page of a registered device, loaded anew when its enrollment is gone, says that the device is registered', async () => {
  const open = await openPortal('/new-ad-1')
  await signIn(open, 'ana')
  await registerDevice(open, (name) => screen.getByRole('radio', { name }))
  await open.page('Your device is registered')
  await inAnotherTab(routes.startOver)
  open.reload()
  await open.page('Who are you?')
  expect(screen.getByText(/^Your device is registered\. That page has ended/)).toBeTruthy()
  await identify(open, 'ana')
  await open.page('Enter your password')
  expect(screen.queryByText(/That page has ended/)).toBeNull()
})
