import { cellAccount } from '@muster/bff/testing/example-world'
import { routes } from '@muster/shared/contract'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { passwords, signIn } from '../testing/journeys.ts'
import { faultOn } from '../testing/mock-bff.ts'
import { expectAccessible, network, openPortal } from '../testing/render-portal.tsx'

const cell = {
  workflow: 'new',
  defaultAuthentication: 'active-directory',
  portalFactor: 'two',
  entraFactor: 'single',
} as const

test('the domain of the deployment settings stands in its field', async () => {
  const { page } = await openPortal('/new-ad-2')
  await page('Who are you?')
  expect(screen.getByLabelText<HTMLInputElement>('Domain').value).toBe('corp.example.test')
  expect(screen.getByText('Step 1 of 4')).toBeTruthy()
  await expectAccessible()
})

test('a name leads to its password, and the browser’s back button to changing the name', async () => {
  const { page, fill, press } = await openPortal('/new-ad-2')
  await page('Who are you?')
  await fill('User name', 'ana')
  await press('Continue')
  await page('Enter your password')
  expect(screen.getByText('ana@corp.example.test')).toBeTruthy()
  window.history.back()
  await page('Who are you?')
  expect(screen.getByLabelText<HTMLInputElement>('User name').value).toBe('ana')
  window.history.forward()
  await page('Enter your password')
})

test('who went back can go on where they were, after a reload as well', async () => {
  const open = await openPortal('/new-ad-2')
  await signIn(open, 'ana')
  await open.page('Check your e-mail')
  open.reload()
  await open.page('Check your e-mail')
  window.history.back()
  await open.page('Who are you?')
  expect(screen.getByText('You went back. If you enter a name here, you start again.')).toBeTruthy()
  await expectAccessible()
  await open.press('Go on where you were')
  await open.page('Check your e-mail')
  expect(screen.queryByText(/You went back/)).toBeNull()
  window.history.back()
  await open.page('Who are you?')
})

test('an empty name is asked for, with the focus on its field', async () => {
  const { page, press } = await openPortal('/new-ad-2')
  await page('Who are you?')
  await press('Continue')
  const field = screen.getByLabelText('User name')
  expect(document.activeElement).toBe(field)
  expect(field.getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByText('Enter your user name.')).toBeTruthy()
  await expectAccessible()
})

test('an unknown domain is told at its field', async () => {
  const { page, fill, press } = await openPortal('/new-ad-2')
  await page('Who are you?')
  await fill('User name', 'ana')
  await fill('Domain', 'elsewhere.example.test')
  await press('Continue')
  await screen.findByText(/We don’t know this domain/)
  expect(document.activeElement).toBe(screen.getByLabelText('Domain'))
})

test('an unknown domain inside the user name is told at the user name', async () => {
  const { page, fill, press } = await openPortal('/new-ad-2')
  await page('Who are you?')
  await fill('User name', 'ana@other.example')
  await press('Continue')
  await screen.findByText(/We don’t know this domain/)
  expect(screen.getByLabelText('User name').getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByLabelText('Domain').getAttribute('aria-invalid')).toBe('false')
})

test('a mistake is told until its field is edited, and again when it is sent again', async () => {
  const { page, press, user } = await openPortal('/new-ad-2')
  await page('Who are you?')
  await press('Continue')
  expect(screen.getByText('Enter your user name.')).toBeTruthy()
  await user.type(screen.getByLabelText('User name'), 'a')
  expect(screen.queryByText('Enter your user name.')).toBeNull()
  await user.clear(screen.getByLabelText('User name'))
  await press('Continue')
  expect(screen.getByText('Enter your user name.')).toBeTruthy()
})

test('a domain inside the user name is said to win', async () => {
  const { page, fill } = await openPortal('/new-ad-2')
  await page('Who are you?')
  await fill('User name', 'ana@other.example.test')
  expect(screen.getByText('Your user name already names a domain, so we use other.example.test.')).toBeTruthy()
})

test('what was typed outlives a dropped connection', async () => {
  const { page, fill, press } = await openPortal('/new-ad-2')
  await page('Who are you?')
  network.use(faultOn(routes.identity, () => Response.error()))
  await fill('User name', 'ana')
  await press('Continue')
  await screen.findByText(/You seem to be offline/)
  expect(screen.getByLabelText<HTMLInputElement>('User name').value).toBe('ana')
  await press('Continue')
  await page('Enter your password')
})

test('an answer that is not ours is not believed', async () => {
  const { page, fill, press } = await openPortal('/new-ad-2')
  await page('Who are you?')
  network.use(
    faultOn(
      routes.identity,
      () => new Response('<h1>Welcome to our hotel</h1>', { headers: { 'content-type': 'text/html' } }),
    ),
  )
  await fill('User name', 'ana')
  await press('Continue')
  await screen.findByText(/an answer that is not ours/)
})

test('where several domains are offered and none is the default, one must be chosen', async () => {
  const domains = [{ name: 'corp.example.test' }, { name: 'eu.example.test' }]
  const open = await openPortal('/new-ad-2', { accounts: [cellAccount(cell, { offerDomains: true, domains })] })
  await open.page('Who are you?')
  await open.fill('User name', 'ana')
  await open.press('Continue')
  expect(document.activeElement).toBe(screen.getByLabelText('Domain'))
  await open.user.selectOptions(screen.getByLabelText('Domain'), 'corp.example.test')
  await open.press('Continue')
  await open.page('Enter your password')
})

test('changing the name brings the domain that was used, and not the first of the list', async () => {
  const domains = [{ name: 'corp.example.test' }, { name: 'eu.example.test' }]
  const open = await openPortal('/new-ad-2', { accounts: [cellAccount(cell, { offerDomains: true, domains })] })
  await open.page('Who are you?')
  await open.fill('User name', 'ana@eu.example.test')
  await open.press('Continue')
  await open.page('Enter your password')
  await open.press('Not you? Change')
  await open.page('Who are you?')
  expect(screen.getByLabelText<HTMLSelectElement>('Domain').value).toBe('eu.example.test')
})

test('the keyboard does not mend names', async () => {
  const { page } = await openPortal('/new-ad-2')
  await page('Who are you?')
  for (const label of ['User name', 'Domain']) {
    const field = screen.getByLabelText(label)
    expect(['autocapitalize', 'autocorrect', 'spellcheck'].map((name) => field.getAttribute(name))).toEqual([
      'none',
      'off',
      'false',
    ])
  }
})

test('a choice of domains in which nothing was chosen stays without one', async () => {
  const domains = [{ name: 'corp.example.test' }, { name: 'eu.example.test' }]
  const open = await openPortal('/new-ad-2', { accounts: [cellAccount(cell, { offerDomains: true, domains })] })
  await open.page('Who are you?')
  await open.fill('User name', 'ana@eu.example.test')
  await open.press('Continue')
  await open.page('Enter your password')
  await open.fill('Password', passwords.directory)
  await open.press('Sign in')
  await open.page('Check your e-mail')
  window.history.back()
  await open.page('Who are you?')
  expect(screen.getByLabelText<HTMLSelectElement>('Domain').selectedOptions[0]?.text).toBe('Choose your domain')
})
