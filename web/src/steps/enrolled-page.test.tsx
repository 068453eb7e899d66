import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { signIn } from '../testing/journeys.ts'
import { expectAccessible, openPortal } from '../testing/render-portal.tsx'

const enroll = async (platform: RegExp) => {
  const open = await openPortal('/new-ad-1')
  await signIn(open, 'ana')
  await open.page('Set up this device')
  await open.user.click(screen.getByRole('radio', { name: platform }))
  await open.user.click(screen.getByRole('radio', { name: /^My company’s/ }))
  await open.fill(/Device name/, 'Desk 12')
  await open.press('Register this device')
  await open.page('You are registered')
  await expectAccessible()
  return open
}

test('Android, on a screen without touch: the device scans a code', async () => {
  await enroll(/^Android/)
  expect(screen.getByRole<HTMLImageElement>('img', { name: 'QR code with the set-up link' }).src).toMatch(
    /^data:image\/svg\+xml/,
  )
  expect(screen.getByRole('link', { name: 'Open it on this device instead' })).toBeTruthy()
  expect(screen.getByText('Desk 12')).toBeTruthy()
})

test('iOS, in another browser than Safari: the link is there to be copied', async () => {
  const { user } = await enroll(/^iPhone/)
  expect(screen.getByText(/^This link works in Safari only/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Copy link' }))
  await screen.findByRole('button', { name: 'Link copied' })
  expect(await navigator.clipboard.readText()).toMatch(/^https:\/\/mdm\.example\.test\/ios\/new-ad-1\//)
})

test('Windows: the set-up goes on in this very window', async () => {
  await enroll(/^Windows/)
  expect(screen.getByRole('link', { name: 'Continue the set-up' }).getAttribute('href')).toMatch(
    /^ms-device-enrollment:/,
  )
})

test('another device begins a new enrollment', async () => {
  const open = await enroll(/^Windows/)
  await open.press('Enroll another device')
  await open.page('Who are you?')
})
