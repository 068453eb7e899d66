import { routes } from '@muster/shared/contract'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { signIn } from '../testing/journeys.ts'
import { expectAccessible, openPortal } from '../testing/render-portal.tsx'
import { minutes } from '../testing/time.ts'

const openAtCode = async () => {
  const open = await openPortal('/new-ad-2')
  await signIn(open, 'ana')
  await open.page('Check your e-mail')
  return open
}

test('the mailed code leads to the device', async () => {
  const open = await openAtCode()
  expect(screen.getByText('a•••@corp.example.test')).toBeTruthy()
  await expectAccessible()
  await open.fill('Verification code', await open.mailedCode())
  await open.press('Verify')
  await open.page('Set up this device')
})

test('a pasted code is sent by itself, with its spaces and dashes, and once', async () => {
  const open = await openAtCode()
  const calls: string[] = []
  const code = await open.mailedCode()
  const sent = open.portal.app.fetch
  open.portal.app.fetch = (request, ...rest) => {
    if (new URL(request.url).pathname === routes.emailCode.path) calls.push(request.method)
    return sent(request, ...rest)
  }
  await open.user.click(screen.getByLabelText('Verification code'))
  await open.user.paste(` ${code.slice(0, 4)} - ${code.slice(-4)} `)
  await open.page('Set up this device')
  expect(calls).toEqual(['POST'])
})

test('a typed code waits for the button', async () => {
  const open = await openAtCode()
  await open.fill('Verification code', '1234567')
  await open.press('Verify')
  expect(screen.getByText('Enter all 8 digits of the code.')).toBeTruthy()
  await open.fill('Verification code', '12345678')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a wrong code says how many tries are left', async () => {
  const open = await openAtCode()
  const wrong = (await open.mailedCode()).startsWith('0') ? '11111111' : '00000000'
  await open.fill('Verification code', wrong)
  await open.press('Verify')
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toMatch(/This code is not right.*4 tries left/)
  expect(await screen.findAllByText('4 tries left')).toHaveLength(2)
})

test('an expired code is told plainly, and a new one can be asked for', async () => {
  const open = await openAtCode()
  const old = await open.mailedCode()
  open.portal.advance(minutes(11))
  await open.fill('Verification code', old)
  await open.press('Verify')
  await screen.findByText('This code has expired. Ask for a new one.', { selector: '[role=alert] *' })
  await open.press(/^Send a new code/)
  await screen.findByText('A new code is on its way. The old one no longer works.')
})
