import { routes } from '@muster/shared/contract'
import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { asIn } from '../testing/as-in.ts'
import { signIn } from '../testing/journeys.ts'
import { faultOn } from '../testing/mock-bff.ts'
import { expectAccessible, network, openPortal } from '../testing/render-portal.tsx'

const enroll = async (platform: RegExp) => {
  const open = await openPortal('/new-ad-1')
  await signIn(open, 'ana')
  await open.page('Set up this device')
  await open.user.click(screen.getByRole('radio', { name: platform }))
  await open.user.click(screen.getByRole('radio', { name: /^My company’s/ }))
  await open.fill(/Device name/, 'Desk 12')
  await open.press('Register this device')
  await open.page('Your device is registered')
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

test('iOS, on a screen without touch: the iPhone scans a code, and nothing opens the profile here', async () => {
  const { user } = await enroll(/^iPhone/)
  expect(screen.getByRole('img', { name: 'QR code with the set-up link' })).toBeTruthy()
  expect(screen.getByText(/^Scan this code with the camera of the iPhone/)).toBeTruthy()
  expect(screen.queryByRole('link', { name: /^(Open|Continue)/ })).toBeNull()
  await user.click(screen.getByText('No camera? Copy the link'))
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

test('Windows, in Edge: nothing is said of Edge, and S mode is explained to who asks', async () => {
  asIn('Edge on Windows')
  const { user } = await enroll(/^Windows/)
  expect(screen.queryByText(/open Microsoft Edge on this computer/)).toBeNull()
  await user.click(screen.getByText('Is your Windows in S mode?'))
  expect(screen.getByText(/^You can enroll it all the same/)).toBeTruthy()
})

test('Windows, in another browser: the link can be taken to Edge', async () => {
  asIn('Firefox on Windows')
  const { user } = await enroll(/^Windows/)
  await user.click(screen.getByText('Nothing happens?'))
  expect(screen.getByText(/open Microsoft Edge on this computer/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Copy link' }))
  await screen.findByRole('button', { name: 'Link copied' })
  expect(await navigator.clipboard.readText()).toMatch(/^ms-device-enrollment:/)
})

test('another device begins a new enrollment', async () => {
  const open = await enroll(/^Windows/)
  await open.press('Enroll another device')
  await open.page('Who are you?')
})

test('a link that the browser does not let the page copy is marked, and the page says so', async () => {
  const { user } = await enroll(/^iPhone/)
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'))
  await user.click(screen.getByText('No camera? Copy the link'))
  await user.click(screen.getByRole('button', { name: 'Copy link' }))
  await screen.findByText(/The link is marked: copy it yourself/)
  expect(window.getSelection()?.toString()).toMatch(/^https:\/\/mdm\.example\.test\/ios\//)
})

test('a new enrollment that cannot begin says why', async () => {
  const open = await enroll(/^Windows/)
  network.use(faultOn(routes.startOver, () => Response.error()))
  await open.press('Enroll another device')
  await screen.findByText(/You seem to be offline/)
})
