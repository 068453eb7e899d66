import { HandOverTaken } from '@muster/shared/hand-over'
import { openBrowser } from '@muster/bff/testing/browser'
import { goOn, phoneAgent, redeem, taken } from '@muster/bff/testing/two-devices'
import { newKey } from '@muster/bff/testing/person-answers'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { identify, registerDevice, signIn } from '../testing/journeys.ts'
import { expectAccessible, type OpenPortal, openPortal } from '../testing/render-portal.tsx'
import { minutes } from '../testing/time.ts'

// Each screen looks every two seconds what the other has done.
const soon = { timeout: 15_000 }
vi.setConfig({ testTimeout: 30_000 })

/** The link in the open dialog, as a person copies it. */
const offeredCode = async (): Promise<string> => {
  const dialog = await screen.findByRole('dialog', { name: 'Continue on another device' })
  const link = await within(dialog).findByText(/#go=/)
  return new URL(link.textContent ?? '').hash.replace('#go=', '')
}

/** A phone that has used the code. */
const phoneWith = async ({ portal }: OpenPortal, account: string, code: string) => {
  const phone = openBrowser(portal, phoneAgent)
  const waiting = HandOverTaken.parse((await redeem(phone, account, code)).body)
  if (waiting.kind !== 'waiting') throw new Error(waiting.kind)
  return { phone, number: waiting.number }
}

const another = (number: string): string => (number === '47' ? '48' : '47')

test('from the first page: code, number, and the other device’s progress to its end', async () => {
  const open = await openPortal('/new-ad-1')
  await open.page('Who are you?')
  await open.press('Enrolling a phone? Continue there')
  const code = await offeredCode()
  await expectAccessible()
  const { phone, number } = await phoneWith(open, 'new-ad-1', code)
  await screen.findByRole('dialog', { name: 'Is this you?' }, soon)
  expect(screen.getByText('iPhone, Safari')).toBeDefined()
  await expectAccessible()
  await open.fill('Number on the other screen', ` ${number} `)
  await open.press('Continue there')
  await open.page('Continue on your other device')
  expect(screen.queryByRole('dialog')).toBeNull()
  await expectAccessible()
  expect((await goOn(phone)).kind).toBe('identify')
  await phone.step('password', '/identity', { username: 'ana', domain: '' })
  await screen.findByText('Asking for your password', undefined, soon)
  await phone.step('device', '/password', { password: 'Directory-1!' })
  await phone.step('enrolled', '/device', { platform: 'ios' }, newKey())
  await screen.findByRole('heading', { name: 'Done on your other device' }, soon)
  await expectAccessible()
})

test('who signed in keeps that: the phone begins where the desktop was', async () => {
  const open = await openPortal('/new-ad-1')
  await signIn(open, 'ana')
  await open.page('Set up this device')
  await open.press('Continue on another device')
  const { phone, number } = await phoneWith(open, 'new-ad-1', await offeredCode())
  await screen.findByRole('dialog', { name: 'Is this you?' }, soon)
  await open.fill('Number on the other screen', number)
  await open.press('Continue there')
  await open.page('Continue on your other device')
  expect((await goOn(phone)).kind).toBe('device')
  // A reload looks on as well, and opens nothing new.
  open.reload()
  await open.page('Continue on your other device')
  await open.press('Start over here instead')
  await open.page('Who are you?')
})

test('a wrong number ends it, and another code may follow', async () => {
  const open = await openPortal('/new-ad-1')
  await open.press('Enrolling a phone? Continue there')
  const { phone, number } = await phoneWith(open, 'new-ad-1', await offeredCode())
  await screen.findByRole('dialog', { name: 'Is this you?' }, soon)
  await open.press('Continue there')
  expect(screen.getByText('Enter the two digits that the other screen shows.')).toBeDefined()
  await open.fill('Number on the other screen', another(number))
  await open.press('Continue there')
  await screen.findByText(/The numbers are not the same/)
  await waitFor(() => expect(screen.queryByLabelText('Number on the other screen')).toBeNull(), soon)
  expect((await phone.send('GET', '/api/hand-over')).status).toBe(404)
  await open.press('Show a new code')
  expect(await offeredCode()).toHaveLength(22)
})

test('what was typed stays when the dialog is closed, and the code is void', async () => {
  const open = await openPortal('/new-ad-1')
  await open.page('Who are you?')
  await open.fill('User name', 'ana')
  await open.press('Enrolling a phone? Continue there')
  const code = await offeredCode()
  await open.press('Cancel')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(screen.getByLabelText<HTMLInputElement>('User name').value).toBe('ana')
  await waitFor(async () =>
    expect((await redeem(openBrowser(open.portal), 'new-ad-1', code)).body).toMatchObject({ code: 'hand-over-ended' }),
  )
})

test('a reload in the middle finds the device that waits', async () => {
  const open = await openPortal('/new-ad-1')
  await open.press('Enrolling a phone? Continue there')
  const { number } = await phoneWith(open, 'new-ad-1', await offeredCode())
  open.reload()
  await open.press('Enrolling a phone? Continue there')
  await open.fill(
    await screen.findByLabelText('Number on the other screen').then(() => 'Number on the other screen'),
    number,
  )
  await open.press('Continue there')
  await open.page('Continue on your other device')
})

/** A desktop that got somewhere, with the address that its code leads to. */
const desktopAt = async (open: OpenPortal, signedIn: boolean) => {
  const desktop = openBrowser(open.portal)
  await desktop.send('POST', '/api/enrollment', { account: 'new-ad-1' })
  if (signedIn) {
    await desktop.step('password', '/identity', { username: 'ana', domain: '' })
    await desktop.step('device', '/password', { password: 'Directory-1!' })
  }
  const { body } = await desktop.send('POST', '/api/enrollment/hand-over', {})
  if (typeof body !== 'object' || body === null || !('url' in body)) throw new Error('no link')
  return { desktop, address: String(body.url) }
}

/** This page, opened by that address on a phone. */
const opensLink = (open: OpenPortal, address: string): void => {
  window.history.replaceState(null, '', address)
  open.reload()
}

test('the other device: the code leaves the address at once, a press uses it, and its person reads whose device it becomes', async () => {
  const open = await openPortal('/new-ad-2')
  await open.page('Who are you?')
  const { desktop, address } = await desktopAt(open, true)
  opensLink(open, address)
  expect(window.location.hash).toBe('')
  await open.page('Continue your enrollment here?')
  await expectAccessible()
  expect((await desktop.send('GET', '/api/enrollment/hand-over')).body).toMatchObject({ kind: 'offered' })
  await open.press('Continue on this device')
  await open.page('Enter this number on the other screen')
  await expectAccessible()
  const number = screen.getByText(/^\d\d$/).textContent ?? ''
  // A reload goes on waiting.
  open.reload()
  await open.page('Enter this number on the other screen')
  expect(screen.getByText(number)).toBeDefined()
  await desktop.send('POST', '/api/enrollment/hand-over/number', { number })
  await screen.findByRole('heading', { name: 'You can continue here' }, soon)
  expect(screen.getByText('ana@corp.example.test')).toBeDefined()
  await expectAccessible()
  await open.press('Continue')
  await open.page('Set up this device')
  open.reload()
  await open.page('Set up this device')
})

test('where nobody has signed in yet, no name is shown, and the person signs in here', async () => {
  const open = await openPortal('/new-ad-2')
  const { desktop, address } = await desktopAt(open, false)
  opensLink(open, address)
  await open.press('Continue on this device')
  await open.page('Enter this number on the other screen')
  const number = screen.getByText(/^\d\d$/).textContent ?? ''
  await desktop.send('POST', '/api/enrollment/hand-over/number', { number })
  await screen.findByText(/Nobody has signed in yet/, undefined, soon)
  expect(screen.queryByRole('button', { name: 'This is not me' })).toBeNull()
  screen.getByRole('button', { name: 'No, start a new enrollment' })
  await open.press('Continue')
  await identify(open, 'ana')
  await open.page('Enter your password')
})

test('who does not know the person begins anew, takes nothing over, and the first device hears of it', async () => {
  const open = await openPortal('/new-ad-2')
  const { desktop, address } = await desktopAt(open, true)
  opensLink(open, address)
  await open.press('Continue on this device')
  await open.page('Enter this number on the other screen')
  const number = screen.getByText(/^\d\d$/).textContent ?? ''
  await desktop.send('POST', '/api/enrollment/hand-over/number', { number })
  await screen.findByRole('heading', { name: 'You can continue here' }, soon)
  await open.press('This is not me')
  await open.page('Who are you?')
  await waitFor(async () =>
    expect((await desktop.send('GET', '/api/enrollment/hand-over')).body).toMatchObject({ code: 'no-enrollment' }),
  )
})

test.each([
  ['was used', async (open: OpenPortal, code: string) => void (await phoneWith(open, 'new-ad-1', code))],
  ['is over', async ({ portal }: OpenPortal) => portal.advance(minutes(2))],
])('a link that %s says so, and leads to a new beginning', async (_how, happens) => {
  const open = await openPortal('/new-ad-2')
  const { address } = await desktopAt(open, true)
  await happens(open, new URL(address).hash.slice(4))
  opensLink(open, address)
  await open.press('Continue on this device')
  await open.page('This link does not work any more')
  await expectAccessible()
  await open.press('Start a new enrollment here')
  await open.page('Who are you?')
})

test('a number that is declined over there ends the waiting here', async () => {
  const open = await openPortal('/new-ad-2')
  const { desktop, address } = await desktopAt(open, true)
  opensLink(open, address)
  await open.press('Continue on this device')
  await open.page('Enter this number on the other screen')
  await desktop.send('POST', '/api/enrollment/hand-over/number', { number: 'none' })
  await screen.findByRole('heading', { name: 'This link does not work any more' }, soon)
})

test('opened in the browser that shows it, the link says to use the other device', async () => {
  const open = await openPortal('/new-ad-1')
  await open.press('Enrolling a phone? Continue there')
  const code = await offeredCode()
  opensLink(open, `/new-ad-1#go=${code}`)
  await open.press('Continue on this device')
  await screen.findByText(/This is the browser that you started in/)
  expect(await taken(openBrowser(open.portal)).catch(() => 'none')).toBe('none')
})

test('on a phone outside of Safari the profile is fetched by going on there', async () => {
  const before = window.matchMedia
  // A touch screen.
  window.matchMedia = (media) => Object.assign(before(media), { matches: media.includes('coarse') })
  try {
    const open = await openPortal('/new-ad-1')
    await signIn(open, 'ana')
    await registerDevice(open, (name) => screen.getByRole('radio', { name }))
    await open.page('Your device is registered')
    await open.press('Continue in Safari')
    const dialog = await screen.findByRole('dialog', { name: 'Continue in Safari' })
    const link = await within(dialog).findByText(/#go=/)
    const { phone: safari, number } = await phoneWith(open, 'new-ad-1', (link.textContent ?? '').split('#go=')[1] ?? '')
    await open.fill(
      await screen.findByLabelText('Number on the other screen', undefined, soon).then(() => /Number on/),
      number,
    )
    await open.press('Continue there')
    await open.page('Done on your other device')
    const step = await goOn(safari)
    expect(step).toMatchObject({ kind: 'enrolled', handOff: { kind: 'link' } })
    expect(step).not.toHaveProperty('handOff.browserHint')
  } finally {
    window.matchMedia = before
  }
})
