import { cellAccount } from '@muster/bff/testing/example-world'
import { routes } from '@muster/shared/contract'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { asIn } from '../testing/as-in.ts'
import { registerDevice, signIn } from '../testing/journeys.ts'
import { faultOn, problem } from '../testing/mock-bff.ts'
import { expectAccessible, network, openPortal } from '../testing/render-portal.tsx'

const choose = (name: string | RegExp) => screen.getByRole('radio', { name })
const cell = {
  workflow: 'new',
  defaultAuthentication: 'active-directory',
  portalFactor: 'single',
  entraFactor: 'single',
} as const

test('the device is registered, and the page says what was validated', async () => {
  const open = await openPortal('/new-ad-1')
  await signIn(open, 'ana')
  await open.page('Set up this device')
  await expectAccessible()
  await registerDevice(open, choose)
  await open.page('Your device is registered')
  expect(screen.getByText('1 factor validated')).toBeTruthy()
  expect(screen.getByText('Your password')).toBeTruthy()
  expect(screen.getByText('iPhone · ana')).toBeTruthy()
  await expectAccessible()
})

test('whatever is not chosen is asked for', async () => {
  const open = await openPortal('/new-ad-1', {
    accounts: [cellAccount(cell, { terms: { version: '3', text: 'Be careful.' } })],
  })
  await signIn(open, 'ana')
  await open.page('Set up this device')
  await open.press('Register this device')
  expect(screen.getByText('Say whose device it is.')).toBeTruthy()
  expect(screen.getByText('Accept the terms to go on.')).toBeTruthy()
  await expectAccessible()
})

test('what is chosen then is asked for no longer', async () => {
  const open = await openPortal('/new-ad-1', {
    accounts: [cellAccount(cell, { terms: { version: '3', text: 'Be careful.' } })],
  })
  await signIn(open, 'ana')
  await open.page('Set up this device')
  await open.press('Register this device')
  await open.user.click(screen.getByRole('radio', { name: 'Mine' }))
  expect(screen.queryByText('Say whose device it is.')).toBeNull()
  expect(screen.getByText('Accept the terms to go on.')).toBeTruthy()
  await open.user.click(screen.getByRole('checkbox'))
  expect(screen.queryByText('Accept the terms to go on.')).toBeNull()
})

test('the terms can be read in place, and their version is accepted', async () => {
  const open = await openPortal('/new-ad-1', {
    accounts: [cellAccount(cell, { terms: { version: '3', text: 'Be careful.' } })],
  })
  await signIn(open, 'ana')
  await open.page('Set up this device')
  expect(screen.getByRole('region', { name: 'Terms of use' }).textContent).toBe('Be careful.')
  await open.user.click(screen.getByRole('checkbox'))
  await registerDevice(open, choose)
  await open.page('Your device is registered')
})

test('a lost answer is asked for again under the same key, so that one device comes of it', async () => {
  const open = await openPortal('/new-ad-1')
  await signIn(open, 'ana')
  await open.page('Set up this device')
  const keys: (string | null)[] = []
  const fetchApp = open.portal.app.fetch
  open.portal.app.fetch = async (request, ...rest) => {
    if (new URL(request.url).pathname === routes.device.path) keys.push(request.headers.get('idempotency-key'))
    return fetchApp(request, ...rest)
  }
  network.use(
    faultOn(routes.device, () => {
      keys.push('lost')
      return Response.error()
    }),
  )
  await registerDevice(open, choose)
  await screen.findByText(/You seem to be offline/)
  await open.press('Register this device')
  await open.page('Your device is registered')
  expect(keys).toEqual(['lost', expect.stringMatching(/^[0-9a-f-]{36}$/)])
})

test('going back after the registration does no harm', async () => {
  const open = await openPortal('/new-ad-1')
  await signIn(open, 'ana')
  await registerDevice(open, choose)
  await open.page('Your device is registered')
  window.history.back()
  await open.page('Your device is registered')
  expect(screen.queryByRole('button', { name: 'Register this device' })).toBeNull()
})

test('a device without a name is told what it will be called, and is called so', async () => {
  const open = await openPortal('/new-ad-1')
  await signIn(open, 'ana@corp.example.test')
  await open.page('Set up this device')
  await open.user.click(choose(/^Windows/))
  expect(screen.getByPlaceholderText('Windows · ana')).toBe(screen.getByLabelText(/Device name/))
  await open.user.click(choose(/^Mine/))
  await open.press('Register this device')
  await open.page('Your device is registered')
  expect(screen.getByText('Windows · ana')).toBeTruthy()
})

test('terms that change while the page is open are accepted anew', async () => {
  const withTerms = (version: string, text: string) => cellAccount(cell, { terms: { version, text } })
  const open = await openPortal('/new-ad-1', { accounts: [withTerms('3', 'Be careful.')] })
  await signIn(open, 'ana')
  await open.page('Set up this device')
  await open.user.click(screen.getByRole('checkbox'))
  await open.portal.store.administration.applyAccounts([withTerms('4', 'Be very careful.')])
  await registerDevice(open, choose)
  await screen.findByText(/^The terms have changed/)
  expect(screen.getByText('Be very careful.')).toBeTruthy()
  expect(screen.getByRole<HTMLInputElement>('checkbox').checked).toBe(false)
  await open.press('Register this device')
  expect(screen.getByText('Accept the terms to go on.')).toBeTruthy()
})

test('iOS outside of Safari: where the set-up goes on is told where iOS is chosen, and nowhere else', async () => {
  asIn('Firefox on iOS')
  const open = await openPortal('/new-ad-1')
  await signIn(open, 'ana')
  await open.page('Set up this device')
  await open.user.click(screen.getByRole('radio', { name: /^iPhone or iPad/ }))
  expect(screen.getByText(/^You finish this in Safari/)).toBeTruthy()
  await open.user.click(screen.getByRole('radio', { name: /^Android/ }))
  expect(screen.queryByText(/^You finish this in Safari/)).toBeNull()
})

test('an iPad that asks for desktop pages is an iPad', async () => {
  asIn('Safari on an iPad that asks for desktop pages')
  const open = await openPortal('/new-ad-1', {
    accounts: [cellAccount(cell, { id: 'new-ad-1', platforms: ['windows', 'ios'] })],
  })
  await signIn(open, 'ana')
  await open.page('Set up this device')
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'iPhone or iPad Suggested' }).checked).toBe(true)
  expect(screen.queryByText(/^You finish this in Safari/)).toBeNull()
})

test('who is signed in stands on the page, also when it is loaded anew', async () => {
  const open = await openPortal('/new-ad-1')
  await signIn(open, 'ana')
  await open.page('Set up this device')
  open.reload()
  await open.page('Set up this device')
  expect(screen.getByText('Signed in as ana@corp.example.test')).toBeTruthy()
  expect(screen.getByLabelText<HTMLInputElement>(/^Device name/).placeholder).toContain('ana')
})

test('that nobody knows whether the device was registered is said, and trying again finds out', async () => {
  const open = await openPortal('/new-ad-1')
  await signIn(open, 'ana')
  network.use(faultOn(routes.device, () => problem('unconfirmed')))
  await registerDevice(open, choose)
  await screen.findByText(/^We could not confirm that your device was registered/)
  expect(screen.queryByText(/Nothing was registered/)).toBeNull()
  await open.press('Register this device')
  await open.page('Your device is registered')
})

test('a kind of device that was taken from the list meanwhile is refused, and is not called unchosen', async () => {
  const open = await openPortal('/new-ad-1')
  await signIn(open, 'ana')
  network.use(faultOn(routes.device, () => problem('platform-not-allowed')))
  await registerDevice(open, choose)
  await screen.findByText(/^Your company does not enroll this kind of device/)
  expect(screen.queryByText('Choose what you are enrolling.')).toBeNull()
  expect(screen.getByRole<HTMLInputElement>('radio', { name: /iPhone/ }).checked).toBe(true)
})
