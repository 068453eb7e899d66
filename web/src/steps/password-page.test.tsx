import { routes } from '@muster/shared/contract'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { identify, passwords, signIn } from '../testing/journeys.ts'
import { faultOn } from '../testing/mock-bff.ts'
import { expectAccessible, network, openPortal } from '../testing/render-portal.tsx'

const problem = (status: number, code: string, more: object = {}): Response =>
  Response.json({ type: 'about:blank', title: code, status, code, reference: 'ABCD-EFGH', ...more }, { status })

test('the right password leads to the next challenge', async () => {
  const open = await openPortal('/new-ad-2')
  await signIn(open, 'ana')
  await open.page('Check your e-mail')
})

test('a wrong password and an unknown user read the same, with the reference', async () => {
  const open = await openPortal('/new-ad-2')
  await signIn(open, 'ana', 'wrong')
  const told = (await screen.findByRole('alert')).textContent
  expect(told).toMatch(/^We couldn't sign you in\..*Reference [0-9A-Z]{4}-[0-9A-Z]{4}\.$/)
  expect(document.activeElement).toBe(screen.getByRole('alert'))
  await expectAccessible()
  await open.press('Not you? Change')
  await identify(open, 'nobody')
  await open.page('Enter your password')
  await open.fill('Password', 'wrong')
  await open.press('Sign in')
  const withoutReference = (text: string | null) => text?.replace(/Reference.*/, '')
  expect(withoutReference((await screen.findByRole('alert')).textContent)).toBe(withoutReference(told))
})

test('a disabled account is told only after its right password', async () => {
  const open = await openPortal('/new-ad-2')
  await signIn(open, 'dee')
  await screen.findByText(/your account is disabled/)
})

test('too many tries make the button wait, with a clock', async () => {
  const open = await openPortal('/new-ad-2')
  network.use(faultOn(routes.password, () => problem(429, 'too-many-requests', { retryAfter: 75 })))
  await signIn(open, 'ana')
  await screen.findByText('You can try again in 1:15')
  expect(screen.getByRole('button', { name: 'Sign in' }).getAttribute('aria-disabled')).toBe('true')
})

test('trouble of the service is told in the standard’s words, and the next try succeeds', async () => {
  const open = await openPortal('/new-ad-2')
  network.use(faultOn(routes.password, () => problem(503, 'unavailable')))
  await signIn(open, 'ana')
  await screen.findByText('Our sign-in service is having trouble. Nothing was registered. Try again in a minute.')
  await open.press('Sign in')
  await open.page('Check your e-mail')
})

test('a page that another tab has overtaken says so and shows where the enrollment is', async () => {
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  await open.fill('Password', passwords.directory)
  // The other tab: the same browser, so the same cookie.
  await fetch('/api/enrollment/password', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password: passwords.directory }),
  })
  await open.press('Sign in')
  await open.page('Check your e-mail')
  expect(screen.getByText('This page was out of date. Here is where you are.')).toBeTruthy()
})

test('the password can be looked at until it is sent, and the button is called what it says', async () => {
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  await open.fill('Password', 'secret')
  const field = screen.getByLabelText<HTMLInputElement>('Password')
  expect(field.type).toBe('password')
  await open.press('Show: Password')
  expect(field.type).toBe('text')
  expect(screen.getByRole('button', { name: 'Hide: Password' }).textContent).toBe('Hide')
  await open.press('Sign in')
  await screen.findByRole('alert')
  expect(field.type).toBe('password')
})

test('the end of a wait is read out', async () => {
  const open = await openPortal('/new-ad-2')
  network.use(faultOn(routes.password, () => problem(429, 'too-many-requests', { retryAfter: 1 })))
  await signIn(open, 'ana')
  await screen.findByText('You can try again now.', { selector: '[role=status]' }, { timeout: 3000 })
})

test('a busy button keeps its name; that it works is read out beside it', async () => {
  const open = await openPortal('/new-ad-2')
  network.use(faultOn(routes.password, () => new Promise<Response>(() => {})))
  await signIn(open, 'ana')
  const status = await screen.findByText('One moment…')
  expect(screen.getByRole('button', { name: 'Sign in' }).contains(status)).toBe(false)
})
