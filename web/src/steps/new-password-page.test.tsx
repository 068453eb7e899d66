import { cellAccount } from '@muster/bff/testing/example-world'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { passwords, signIn } from '../testing/journeys.ts'
import { expectAccessible, openPortal } from '../testing/render-portal.tsx'

const cell = {
  workflow: 'new',
  defaultAuthentication: 'active-directory',
  portalFactor: 'single',
  entraFactor: 'single',
} as const
const directory = {
  id: 'corp',
  urls: ['ldaps://dc1.corp.example.test'],
  passwordChange: { user: 'svc', passwordFile: '/run/secrets/svc' },
}
const changing = { accounts: [cellAccount(cell, { directories: [directory] })] }

test('an expired password leads to choosing a new one, and that to the device', async () => {
  const open = await openPortal('/new-ad-1', changing)
  await signIn(open, 'pia')
  await open.page('Choose a new password')
  await expectAccessible()
  await open.fill('Current password', passwords.directory)
  await open.fill('New password', 'Another-2!')
  await open.fill('New password again', 'Another-2!')
  await open.press('Change password')
  await open.page('Set up this device')
})

test('two new passwords that differ are told before anything is sent', async () => {
  const open = await openPortal('/new-ad-1', changing)
  await signIn(open, 'pia')
  await open.page('Choose a new password')
  await open.fill('Current password', passwords.directory)
  await open.fill('New password', 'Another-2!')
  await open.fill('New password again', 'Another-3!')
  await open.press('Change password')
  expect(screen.getByText('The two new passwords are not the same.')).toBeTruthy()
  expect(document.activeElement).toBe(screen.getByLabelText('New password again'))
})

test('where passwords cannot be changed here, the account’s own page is named', async () => {
  const account = cellAccount(cell, { passwordChangeLink: 'https://password.example.test/' })
  const open = await openPortal('/new-ad-1', { accounts: [account] })
  await signIn(open, 'pia')
  const link = await screen.findByRole('link', { name: 'Change your password (new tab)' })
  expect(link.getAttribute('href')).toBe('https://password.example.test/')
  expect(screen.getByText('Your password is correct but has expired. Change it, then start again.')).toBeTruthy()
})

test('a password manager is told whose password it is, and the person can change the name', async () => {
  const open = await openPortal('/new-ad-1', changing)
  await signIn(open, 'pia')
  await open.page('Choose a new password')
  expect(screen.getByText('pia@corp.example.test')).toBeTruthy()
  expect(document.querySelector<HTMLInputElement>('[autocomplete=username]')?.value).toBe('pia@corp.example.test')
  open.reload()
  await open.page('Choose a new password')
  await open.press('Not you? Change')
  await open.page('Who are you?')
})

const changed = async (fault: 'afterChange' | 'changeAnswers', account: string) => {
  const accounts = ['new', 'existing'].map((workflow) =>
    cellAccount({ ...cell, workflow: workflow === 'new' ? 'new' : 'existing' }, { directories: [directory] }),
  )
  const open = await openPortal(`/${account}`, { accounts })
  if (account === 'new-ad-1') await signIn(open, 'pia')
  else {
    await open.page('Sign in')
    await open.fill('User name', 'pia')
    await open.fill('Password', passwords.directory)
    await open.press('Sign in')
  }
  await open.page('Choose a new password')
  open.portal.neighbours.down[fault] = true
  await open.fill('Current password', passwords.directory)
  await open.fill('New password', 'Another-2!')
  await open.fill('New password again', 'Another-2!')
  await open.press('Change password')
  return open
}

test('a password that was changed is told so, and the person signs in with it', async () => {
  const open = await changed('afterChange', 'new-ad-1')
  await open.page('Enter your password')
  expect(screen.getByText('Your password was changed. Sign in with the new one.')).toBeTruthy()
  await expectAccessible()
  await open.fill('Password', 'Another-2!')
  await open.press('Sign in')
  await open.page('Set up this device')
})

test('existing workflow: a change that nobody could confirm is told as that, and the name stays', async () => {
  const open = await changed('changeAnswers', 'existing-ad-1')
  await open.page('Sign in')
  await screen.findByText(/^We could not confirm that your password was changed/)
  expect(screen.getByLabelText<HTMLInputElement>('User name').value).toBe('pia')
})

test('an old password that is not right is not called a failed sign-in', async () => {
  const open = await openPortal('/new-ad-1', changing)
  await signIn(open, 'pia')
  await open.page('Choose a new password')
  await open.fill('Current password', 'wrong')
  await open.fill('New password', 'Another-2!')
  await open.fill('New password again', 'Another-2!')
  await open.press('Change password')
  await screen.findByText(/^Your current password is not right. If you changed it just now/)
})
