import { routes } from '@muster/shared/contract'
import { screen } from '@testing-library/react'
import { http } from 'msw'
import { expect, test } from 'vitest'
import { identify, passwords, signIn } from '../journeys.ts'
import { answersOf, createCookieJar, mockBff } from '../mock-bff.ts'
import { network, openPortal } from '../render-portal.tsx'
import { inAnotherTab } from '../second-tab.ts'
import { devAccounts, devPeople } from './accounts.ts'
import { type FaultName, faultNames, turnOn } from './faults.ts'

/** The portal with a fault that can be turned on and off; `waited`: how often somebody was kept waiting. */
const openFaulty = async (path: string) => {
  const open = await openPortal(path, { accounts: devAccounts, people: devPeople })
  const { portal } = open
  const jar = createCookieJar(portal.origin)
  let waited = 0
  const set = (name: FaultName): void => {
    const faults = turnOn(name, portal, answersOf(portal, jar), async () => void (waited += 1))
    network.resetHandlers(...faults, mockBff(portal, jar))
  }
  set('none')
  return { open, set, waited: () => waited }
}

type Heard = 'alert' | 'status' | 'next page'
const onPassword: readonly (readonly [FaultName, Heard, RegExp])[] = [
  ['none', 'next page', /Check your e-mail/],
  ['directory-silent', 'alert', /having trouble/],
  ['directory-down', 'alert', /having trouble/],
  ['directory-slow', 'next page', /Check your e-mail/],
  ['mail-delayed', 'status', /slow/],
  ['mail-failed', 'status', /could not deliver/],
  ['entra-down', 'next page', /Check your e-mail/],
  ['too-many', 'alert', /Too many tries/],
  ['unavailable', 'alert', /having trouble/],
  ['proxy', 'alert', /having trouble/],
  ['offline', 'alert', /offline/],
  ['slow', 'next page', /Check your e-mail/],
  ['garbled', 'alert', /not ours/],
  ['lost-answer', 'alert', /offline/],
]

test('every fault is looked at', () => {
  expect(onPassword.map(([name]) => name).sort()).toEqual([...faultNames].sort())
})

test.each(onPassword)('%s: a password page tells it as %s', async (name, how, words) => {
  const { open, set, waited } = await openFaulty('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  set(name)
  // A lost answer is told until the page has looked again: it looks when the alert has been seen.
  const seen = Promise.withResolvers<undefined>()
  if (name === 'lost-answer') network.use(http.get(`*${routes.current.path}`, () => seen.promise))
  await open.fill('Password', passwords.directory)
  await open.press('Sign in')
  if (how === 'alert') expect((await screen.findByRole('alert')).textContent).toMatch(words)
  seen.resolve(undefined)
  if (how === 'next page') await open.page(words)
  if (how === 'status') {
    await open.page('Check your e-mail')
    await open.portal.deliver()
    await screen.findByText(words, undefined, { timeout: 10_000 })
  }
  expect(waited() > 0).toBe(name === 'slow' || name === 'directory-slow')
})

test('a lost answer was a real one: the step has moved on behind the page', async () => {
  const { open, set } = await openFaulty('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  set('lost-answer')
  await open.fill('Password', passwords.directory)
  await open.press('Sign in')
  await open.page('Check your e-mail')
  expect(await inAnotherTab(routes.current)).toMatchObject({ kind: 'email-code' })
})

test('what was wrong is right again when it is turned off', async () => {
  const { open, set } = await openFaulty('/new-ad-2')
  set('directory-down')
  await signIn(open, 'ana')
  await screen.findByRole('alert')
  set('none')
  await open.fill('Password', passwords.directory)
  await open.press('Sign in')
  await open.page('Check your e-mail')
})

test('Entra that is down refuses nobody, and lets nobody in', async () => {
  const { open, set } = await openFaulty('/existing-entra-1')
  await open.page('Sign in')
  set('entra-down')
  await open.fill('User name', 'eva')
  await open.fill('Password', passwords.entra)
  await open.press('Sign in')
  expect((await screen.findByRole('alert')).textContent).toMatch(/having trouble/)
})
