import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { signIn } from '../testing/journeys.ts'
import { openPortal } from '../testing/render-portal.tsx'
import { minutes } from '../testing/time.ts'

/** A code works for ten minutes: the person comes back to it after some of them. */
const comeBackAfter = async (passed: number) => {
  const open = await openPortal('/new-ad-2')
  await signIn(open, 'ana')
  await open.page('Check your e-mail')
  open.portal.advance(minutes(passed))
  window.dispatchEvent(new Event('focus'))
}

test('between two marks no other time is told than the clock’s', async () => {
  await comeBackAfter(6.7)
  await screen.findByText('The code works for 3 minutes more.', {}, { timeout: 3000 })
  expect(screen.getAllByText(/^The code works for/)).toHaveLength(1)
})

test('a mark is read out when the time comes to it', async () => {
  await comeBackAfter(8.97)
  const spoken = { selector: '[role=status]' }
  await screen.findByText('The code works for 60 seconds more.', spoken, { timeout: 4000 })
})
