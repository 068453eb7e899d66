import { routes } from '@muster/shared/contract'
import { screen } from '@testing-library/react'
import { http } from 'msw'
import { expect, test, vi } from 'vitest'
import { identify } from './testing/journeys.ts'
import { faultOn } from './testing/mock-bff.ts'
import { expectAccessible, openPortal } from './testing/render-portal.tsx'
import { minutes } from './testing/time.ts'

test.each(['/', '/api', '/x', '/acme/short', '/a/b/c', '/-acme'])(
  '%s is nowhere, and says what to do',
  async (path) => {
    const { page } = await openPortal(path)
    await page('Page not found')
  },
)

test('an account that nobody has is not found', async () => {
  const { page } = await openPortal('/nobody')
  await page('We do not know this company')
  await expectAccessible()
})

test('an enrollment request that is none is not valid any more', async () => {
  const { page } = await openPortal('/new-ad-2/0123456789012345678901')
  await page('This enrollment link is not valid any more')
})

test('an account’s name may be typed in capitals', async () => {
  const { page } = await openPortal('/New-AD-2')
  await page('Who are you?')
  expect(window.location.pathname).toBe('/new-ad-2')
})

test('what could not be opened can be tried again', async () => {
  const open = await openPortal('/new-ad-2', {}, [faultOn(routes.open, () => new Response('', { status: 502 }))])
  await open.page('We could not open your enrollment')
  await expectAccessible()
  await open.press('Try again')
  await open.page('Who are you?')
})

test('who opens the page offline is told so, and it goes on by itself once the network is back', async () => {
  const open = await openPortal('/new-ad-2', {}, [
    faultOn(routes.open, () => Response.error()),
    faultOn(routes.profile, () => Response.error()),
  ])
  await open.page('You seem to be offline')
  await expectAccessible()
  expect(screen.queryByText('Example help desk')).toBeNull()
  window.dispatchEvent(new Event('online'))
  await open.page('Who are you?')
  // Whose page it is, and whom to ask, had not come either.
  expect(await screen.findByText('Example help desk')).toBeTruthy()
})

test('a network that is told of too early is found all the same', async () => {
  let tries = 0
  const open = await openPortal('/new-ad-2', {}, [
    http.post(`*${routes.open.path}`, () => {
      tries += 1
      return tries <= 2 ? Response.error() : undefined
    }),
  ])
  await open.page('You seem to be offline')
  const before = tries
  window.dispatchEvent(new Event('online'))
  await vi.waitFor(() => expect(tries).toBeGreaterThan(before))
  await screen.findByRole('heading', { level: 1, name: 'Who are you?' }, { timeout: 10_000 })
})

test('the support contact and the reference stand on every page', async () => {
  const { page } = await openPortal('/new-ad-2')
  await page('Who are you?')
  expect(await screen.findByText('Example help desk')).toBeTruthy()
  expect(screen.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)).toBeTruthy()
  expect(screen.getByRole('link', { name: '+1 555 0100' }).getAttribute('href')).toBe('tel:+15550100')
})

test('an enrollment whose time ran out says so, and can be started over', async () => {
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  open.portal.advance(minutes(21))
  await open.fill('Password', 'whatever')
  await open.press('Sign in')
  await open.page('Your time ran out')
  // As buttons, beside the foot where every page has it.
  expect(await screen.findByRole('link', { name: /^Write to / })).toBeTruthy()
  expect(screen.getByText('Need help?')).toBeTruthy()
  await expectAccessible()
  await open.press('Start over')
  await open.page('Who are you?')
})
