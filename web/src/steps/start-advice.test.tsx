import { cellAccount } from '@muster/bff/testing/example-world'
import { routes } from '@muster/shared/contract'
import { screen, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { asIn } from '../testing/as-in.ts'
import { identify } from '../testing/journeys.ts'
import { faultOn, problem } from '../testing/mock-bff.ts'
import { expectAccessible, openPortal } from '../testing/render-portal.tsx'

const cell = {
  workflow: 'new',
  defaultAuthentication: 'active-directory',
  portalFactor: 'two',
  entraFactor: 'single',
} as const
const phones = { accounts: [cellAccount(cell, { platforms: ['ios', 'android'] })] }

test('inside an app: what to tap, in that app’s words, and a link to take along', async () => {
  asIn('Instagram on Android')
  const open = await openPortal('/new-ad-2')
  await open.page('Who are you?')
  const advice = within(await screen.findByRole('complementary', { name: 'This page is open inside Instagram' }))
  expect(advice.getByText('Tap the dots at the edge of the screen (···).')).toBeTruthy()
  expect(advice.getByText('Choose “Open in external browser”.')).toBeTruthy()
  await open.user.click(advice.getByText('Not there? Copy the link'))
  await open.user.click(advice.getByRole('button', { name: 'Copy link' }))
  await advice.findByRole('button', { name: 'Link copied' })
  expect(await navigator.clipboard.readText()).toBe(`${window.location.origin}/new-ad-2`)
  await expectAccessible()
})

test('inside an app that does not say which: the system’s words', async () => {
  asIn('an app on iOS that does not say which')
  await (await openPortal('/new-ad-2')).page('Who are you?')
  await screen.findByRole('complementary', { name: 'This page is open inside an app' })
  expect(screen.getByText('Choose “Open in Safari” or “Open in browser”.')).toBeTruthy()
})

test('going on inside the app works, and the advice is not repeated', async () => {
  asIn('LinkedIn on iOS')
  const open = await openPortal('/new-ad-2')
  await open.page('Who are you?')
  await screen.findByRole('complementary')
  await identify(open, 'ana')
  await open.page('Enter your password')
  expect(screen.queryByRole('complementary')).toBeNull()
})

test.each(['Chrome on a Mac', 'a Chromebook', 'Edge on Windows'])('%s, for phones: continue there', async (name) => {
  asIn(name)
  const open = await openPortal('/new-ad-2', phones)
  await open.page('Who are you?')
  const advice = await screen.findByRole('complementary', { name: 'Continue on your phone' })
  expect(advice.textContent).toContain(`${window.location.origin}/new-ad-2`)
  // Once is enough: beneath the page it is not said again.
  expect(screen.queryByRole('button', { name: /^Enrolling a phone/ })).toBeNull()
  await expectAccessible()
  await open.user.click(within(advice).getByRole('button', { name: 'Show the code for it' }))
  await screen.findByRole('img', { name: 'QR code with the link to continue' })
  await open.press('Cancel')
  await identify(open, 'ana')
  await open.page('Enter your password')
})

test('a phone, for computers: continue there', async () => {
  asIn('Safari on iOS 26')
  await openPortal('/new-ad-2', { accounts: [cellAccount(cell, { platforms: ['windows'] })] })
  await screen.findByRole('complementary', { name: 'Continue on your Windows computer' })
})

test.each(['Safari on iOS 26', 'Chrome on iOS', 'Safari on an iPad that asks for desktop pages'])(
  '%s, for phones: nothing to say',
  async (name) => {
    asIn(name)
    const open = await openPortal('/new-ad-2', phones)
    await identify(open, 'ana')
    await open.page('Enter your password')
    expect(screen.queryByRole('complementary')).toBeNull()
  },
)

test('cookies that are turned off are told before anything is typed', async () => {
  vi.spyOn(navigator, 'cookieEnabled', 'get').mockReturnValue(false)
  await openPortal('/new-ad-2', {}, [faultOn(routes.current, () => problem('no-enrollment'))])
  await screen.findByRole('complementary', { name: 'Your browser keeps nothing of this page' })
  await expectAccessible()
  vi.restoreAllMocks()
})

test('a cookie that is kept all the same is believed', async () => {
  vi.spyOn(navigator, 'cookieEnabled', 'get').mockReturnValue(false)
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  expect(screen.queryByRole('complementary')).toBeNull()
  vi.restoreAllMocks()
})
