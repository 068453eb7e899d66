import { routes } from '@muster/shared/contract'
import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { identify, signIn } from '../testing/journeys.ts'
import { expectAccessible, openPortal } from '../testing/render-portal.tsx'
import { comeBack, inAnotherTab } from '../testing/second-tab.ts'
import { minutes } from '../testing/time.ts'

test('two minutes before its end the person is asked whether they need more time, and gets it', async () => {
  const { page, press, portal } = await openPortal('/new-ad-2')
  await page('Who are you?')
  screen.getByLabelText('User name').focus()
  portal.advance(minutes(18.5))
  comeBack()
  // The countdown looks once a second.
  await screen.findByRole('dialog', { name: 'Do you need more time?' }, { timeout: 3000 })
  await expectAccessible()
  await press('Give me more time')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), { timeout: 3000 })
  expect(document.activeElement).toBe(screen.getByLabelText('User name'))
})

test('once it has ended, the page says so by itself', async () => {
  const { page, portal } = await openPortal('/new-ad-2')
  await page('Who are you?')
  portal.advance(minutes(21))
  comeBack()
  await page('Your time ran out')
})

test('more time leaves who is changing their name where they are', async () => {
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.press('Not you? Change')
  await open.page('Who are you?')
  await open.fill('User name', 'be')
  open.portal.advance(minutes(18.5))
  comeBack()
  await screen.findByRole('dialog', { name: 'Do you need more time?' }, { timeout: 3000 })
  await open.press('Give me more time')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), { timeout: 3000 })
  await open.page('Who are you?')
  expect(screen.getByLabelText<HTMLInputElement>('User name').value).toBe('be')
})

test('the page of the code warns of the enrollment’s end, not of the code’s, and gives more time', async () => {
  const open = await openPortal('/new-ad-2')
  await signIn(open, 'ana')
  await open.page('Check your e-mail')
  await open.mailedCode()
  open.portal.advance(minutes(11))
  comeBack()
  await screen.findByText('This code has expired. Ask for a new one.', {}, { timeout: 3000 })
  expect(screen.queryByRole('dialog')).toBeNull()
  open.portal.advance(minutes(7.5))
  comeBack()
  await screen.findByRole('dialog', { name: 'Do you need more time?' }, { timeout: 3000 })
  await open.press('Give me more time')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), { timeout: 3000 })
  await open.page('Check your e-mail')
  expect(screen.getByText('This code has expired. Ask for a new one.')).toBeTruthy()
})

test('time that was given in another tab is time in this one', async () => {
  const open = await openPortal('/new-ad-2')
  await signIn(open, 'ana')
  await open.page('Check your e-mail')
  await open.mailedCode()
  open.portal.advance(minutes(18.5))
  comeBack()
  await screen.findByRole('dialog', { name: 'Do you need more time?' }, { timeout: 3000 })
  await inAnotherTab(routes.extend, {})
  comeBack()
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), { timeout: 3000 })
  await open.page('Check your e-mail')
})

test('when it cannot be extended any more, that is said while there is time left', async () => {
  const open = await openPortal('/new-ad-2', { settings: { extensions: 0 } })
  await open.page('Who are you?')
  open.portal.advance(minutes(18.5))
  comeBack()
  await screen.findByRole('dialog', { name: 'Do you need more time?' }, { timeout: 3000 })
  await open.press('Give me more time')
  await screen.findByText('The time cannot be extended any more. Please finish before it ends.')
})
