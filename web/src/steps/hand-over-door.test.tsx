import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startLanguage } from '../messages/language.ts'
import { HandOverDoor } from './hand-over-door.tsx'

beforeEach(() => startLanguage())
afterEach(cleanup)

const words = 'Continue on another device'
const dialog = ({ onClose }: { onClose: () => void }) => <button onClick={onClose}>Cancel</button>

test('where the dialog cannot be fetched the page says so, and the next press asks again', async () => {
  let isOnline = false
  const fetchPages = async () => {
    if (!isOnline) throw new TypeError('no network')
    return { dialog }
  }
  const user = userEvent.setup()
  render(<HandOverDoor words={words} fetchPages={fetchPages} />)
  await user.click(screen.getByRole('button', { name: words }))
  expect((await screen.findByRole('alert')).textContent).toMatch(/^You seem to be offline/)
  isOnline = true
  await user.click(screen.getByRole('button', { name: words }))
  expect(await screen.findByRole('button', { name: 'Cancel' })).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
})

test('the dialog goes when it is closed, and the button is there again', async () => {
  const user = userEvent.setup()
  render(<HandOverDoor words={words} fetchPages={async () => ({ dialog })} />)
  await user.click(screen.getByRole('button', { name: words }))
  await user.click(await screen.findByRole('button', { name: 'Cancel' }))
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull()
  expect(screen.getByRole('button', { name: words }).getAttribute('aria-disabled')).toBe('false')
})
