import { act, screen, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { identify } from '../journeys.ts'
import { answersOf, createCookieJar, mockBff } from '../mock-bff.ts'
import { network, openPortal } from '../render-portal.tsx'
import { devAccounts, devPeople } from './accounts.ts'
import { openPanel } from './panel.tsx'
import { createDevWorld } from './world.ts'

afterEach(() => {
  sessionStorage.clear()
  document.querySelector('#muster-dev-panel')?.remove()
})

/** The portal with the panel beneath it. */
const openBoth = async (path: string) => {
  const open = await openPortal(path, { accounts: devAccounts, people: devPeople })
  const { portal } = open
  const jar = createCookieJar(portal.origin)
  const reset = () => network.resetHandlers(mockBff(portal, jar))
  reset()
  const loaded: string[] = []
  const world = createDevWorld({
    portal,
    answer: answersOf(portal, jar),
    network: { use: network.use, resetHandlers: reset },
    storage: sessionStorage,
    load: (next) => loaded.push(next),
  })
  await act(async () => openPanel(world))
  const root = document.querySelector('#muster-dev-panel')?.shadowRoot?.querySelector('div')
  if (!(root instanceof HTMLElement)) throw new Error('there is no panel')
  return { open, world, panel: within(root), loaded }
}

test('fills in who was chosen, in the page that is shown', async () => {
  const { open, panel } = await openBoth('/new-ad-2')
  await open.page('Who are you?')
  await open.user.selectOptions(panel.getByLabelText('Person'), 'ben')
  await open.user.click(panel.getByRole('button', { name: 'Fill in the page' }))
  expect(screen.getByLabelText<HTMLInputElement>('User name').value).toBe('ben')
  await open.press('Continue')
  await open.page('Enter your password')
  await open.user.click(panel.getByRole('button', { name: 'Fill in the page' }))
  await open.press('Sign in')
  await open.page('Check your e-mail')
})

test('the last mail’s code is pasted into the page', async () => {
  const { open, panel, world } = await openBoth('/new-ad-2')
  await identify(open, 'ana')
  await open.page('Enter your password')
  await open.user.click(panel.getByRole('button', { name: 'Fill in the page' }))
  await open.press('Sign in')
  await open.page('Check your e-mail')
  await act(() => world.readMail())
  await open.user.click(panel.getByRole('button', { name: 'Paste the code', hidden: true }))
  await open.page('Set up this device')
})

test('another account and another page are loads of their own', async () => {
  const { open, panel, loaded } = await openBoth('/new-ad-2')
  await open.user.selectOptions(panel.getByLabelText('Account'), 'branded')
  await open.user.selectOptions(panel.getByLabelText('Jump to'), 'refused: code-exhausted')
  expect(loaded).toEqual(['/branded', '/acme'])
  expect(JSON.parse(sessionStorage.getItem('muster.dev-choice') ?? '')).toMatchObject({
    jump: 'refused: code-exhausted',
  })
})

test('what goes wrong goes wrong at once', async () => {
  const { open, panel } = await openBoth('/new-ad-2')
  await open.page('Who are you?')
  await open.user.selectOptions(panel.getByLabelText('Fault'), 'unavailable')
  await identify(open, 'ana')
  expect((await screen.findByRole('alert')).textContent).toMatch(/having trouble/)
})

test('whoever leaves for Microsoft is asked in a dialog', async () => {
  const { world, panel, open } = await openBoth('/new-entra-2')
  await open.page('Who are you?')
  let visitor: unknown
  await act(async () => {
    void world
      .atMicrosoft({
        kind: 'entra-sign-in',
        reference: 'ABCD-EFGH',
        account: { id: 'new-entra-2', name: 'Example' },
        workflow: 'new',
        factors: { counted: 0, proven: [] },
        progress: { at: 2, of: 3, asks: [] },
        expiresAt: '2026-11-25T12:00:00.000Z',
        authority: 'https://login.microsoftonline.com/t',
        clientId: 'c',
        scopes: [],
        nonce: 'n',
        loginHint: 'eva@corp.example.test',
      })
      .then((who) => (visitor = who))
  })
  const dialog = within(panel.getByRole('dialog', { name: 'Microsoft’s page' }))
  expect(dialog.getByLabelText<HTMLSelectElement>('Signs in').value).toBe('eva')
  await open.user.selectOptions(dialog.getByLabelText('Is refused with'), '50105')
  await open.user.click(dialog.getByRole('button', { name: 'Refuse' }))
  expect(visitor).toEqual({ refusedWith: 50105 })
  expect(panel.queryByRole('dialog')).toBeNull()
})
