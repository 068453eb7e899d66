import { fireEvent, screen } from '@testing-library/react'
import { http } from 'msw'
import { expect, test } from 'vitest'
import { identify, passwords } from '../testing/journeys.ts'
import { network, openPortal } from '../testing/render-portal.tsx'

test('what is sent twice in one moment is sent once', async () => {
  const open = await openPortal('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  let sent = 0
  network.use(http.post('*/api/enrollment/password', () => void (sent += 1)))
  await open.fill('Password', passwords.directory)
  const button = screen.getByRole('button', { name: 'Sign in' })
  fireEvent.click(button)
  fireEvent.click(button)
  await open.page('Check your e-mail')
  expect(sent).toBe(1)
})
