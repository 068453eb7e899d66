import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { passwords } from '../testing/journeys.ts'
import { expectAccessible, openPortal } from '../testing/render-portal.tsx'

const signIn = async (
  { page, fill, press }: Awaited<ReturnType<typeof openPortal>>,
  username: string,
  password: string,
) => {
  await page('Sign in')
  await fill('User name', username)
  await fill('Password', password)
  await press('Sign in')
}

test('existing workflow: name, domain and password are asked on one page', async () => {
  const open = await openPortal('/existing-ad-1')
  await open.page('Sign in')
  expect(screen.getByLabelText<HTMLInputElement>('Domain').value).toBe('corp.example.test')
  expect(screen.getByText('Step 1 of 2')).toBeTruthy()
  await expectAccessible()
  await signIn(open, 'ana', passwords.directory)
  await open.page('Set up this device')
})

test('existing workflow: Microsoft wanting a second check is told, and is no success', async () => {
  const open = await openPortal('/existing-entra-1')
  await signIn(open, 'mia', passwords.entra)
  await screen.findByText(/wants a second check/)
})

test('whatever is missing is told at its field', async () => {
  const open = await openPortal('/existing-ad-1')
  await open.page('Sign in')
  await open.press('Sign in')
  expect(screen.getByText('Enter your user name.')).toBeTruthy()
  expect(screen.getByText('Enter your password.')).toBeTruthy()
  expect(document.activeElement).toBe(screen.getByLabelText('User name'))
})

test('existing workflow, setting none: authentication fails, and the page says what to do', async () => {
  const open = await openPortal('/existing-none-1')
  await signIn(open, 'ana', passwords.directory)
  await open.page('Enrollment is not open yet')
  await expectAccessible()
})
