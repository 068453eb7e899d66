import { cellAccount } from '@muster/bff/testing/example-world'
import { routes } from '@muster/shared/contract'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { identify, passwords } from './testing/journeys.ts'
import { faultOn } from './testing/mock-bff.ts'
import { expectAccessible, network, openPortal } from './testing/render-portal.tsx'
import { comeBack, inAnotherTab } from './testing/second-tab.ts'

const cell = {
  workflow: 'new',
  defaultAuthentication: 'active-directory',
  portalFactor: 'two',
  entraFactor: 'single',
} as const
const name = (username: string) => ({ username, domain: 'corp.example.test' })
const outdated = 'This page was out of date. Here is where you are.'

test('a password goes to no company but the one whose page it was typed on', async () => {
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  await open.fill('Password', passwords.directory)
  await inAnotherTab(routes.open, { account: 'new-ad-1' })
  await inAnotherTab(routes.identity, name('ana'))
  await open.press('Sign in')
  await open.page('Another enrollment is open in this browser')
  await expectAccessible()
  expect(await inAnotherTab(routes.current)).toMatchObject({ kind: 'password', account: { id: 'new-ad-1' } })
})

test('nor to anybody but the person whom the page named', async () => {
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  await open.fill('Password', passwords.directory)
  await inAnotherTab(routes.identity, name('ben'))
  await open.press('Sign in')
  await screen.findByText('ben@corp.example.test')
  expect(screen.getByText(outdated)).toBeTruthy()
  expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('')
  expect(await inAnotherTab(routes.current)).toMatchObject({ kind: 'password', username: 'ben' })
})

test('what another tab went on with is shown with a note, and back still asks for the name', async () => {
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  const entries = window.history.length
  await inAnotherTab(routes.password, { password: passwords.directory })
  comeBack()
  await open.page('Check your e-mail')
  expect(screen.getByText(outdated)).toBeTruthy()
  expect(window.history.length).toBe(entries + 1)
  window.history.back()
  await open.page('Who are you?')
})

test('a step that moved because of what was sent has its entry, and no such note', async () => {
  const directory = {
    id: 'corp',
    urls: ['ldaps://dc1.corp.example.test'],
    passwordChange: { user: 'svc', passwordFile: '/run/secrets/svc' },
  }
  const open = await openPortal('/new-ad-2', { accounts: [cellAccount(cell, { directories: [directory] })] })
  await identify(open, 'pia')
  await open.page('Enter your password')
  const entries = window.history.length
  await open.fill('Password', passwords.directory)
  await open.press('Sign in')
  await open.page('Choose a new password')
  expect(window.history.length).toBe(entries + 1)
  expect(screen.queryByText(outdated)).toBeNull()
})

test('a catch-up that fails says why, and not that this is where one is', async () => {
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  await open.fill('Password', passwords.directory)
  await inAnotherTab(routes.password, { password: passwords.directory })
  network.use(faultOn(routes.current, () => Response.error()))
  await open.press('Sign in')
  await screen.findByText(/You seem to be offline/)
  expect(screen.queryByText(outdated)).toBeNull()
})

test('“Continue here” tells what fails, and that the other enrollment ends', async () => {
  const open = await openPortal('/new-ad-2')
  await open.page('Who are you?')
  await inAnotherTab(routes.open, { account: 'new-ad-1' })
  comeBack()
  await open.page('Another enrollment is open in this browser')
  expect(screen.getByText(/if you continue here, the other one ends/)).toBeTruthy()
  network.use(faultOn(routes.open, () => Response.error()))
  await open.press('Continue here')
  await screen.findByText(/You seem to be offline/)
  await open.press('Continue here')
  await open.page('Who are you?')
})
