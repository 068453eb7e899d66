import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { identify } from '../testing/journeys.ts'
import { expectAccessible, openPortal } from '../testing/render-portal.tsx'
import { minutes } from '../testing/time.ts'

/** The person comes back to the tab: the step is read again, and with it the server's clock. */
const comeBack = () => window.dispatchEvent(new Event('focus'))

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
