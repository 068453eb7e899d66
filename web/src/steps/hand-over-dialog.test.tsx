import { handOverRoutes } from '@muster/shared/hand-over-contract'
import { openBrowser } from '@muster/bff/testing/browser'
import { phoneAgent, redeem } from '@muster/bff/testing/two-devices'
import { screen, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { faultOn, problem } from '../testing/mock-bff.ts'
import { network, openPortal } from '../testing/render-portal.tsx'

vi.setConfig({ testTimeout: 30_000 })

test('a code whose time ran out is renewed here: no word of a new one on the other device', async () => {
  const open = await openPortal('/new-ad-1')
  await open.page('Who are you?')
  await open.press('Enrolling a phone? Continue there')
  const dialog = within(await screen.findByRole('dialog', { name: 'Continue on another device' }))
  const link = await dialog.findByText(/#go=/)
  await redeem(openBrowser(open.portal, phoneAgent), 'new-ad-1', new URL(link.textContent).hash.slice(4))
  await screen.findByLabelText('Number on the other screen', undefined, { timeout: 15_000 })
  network.use(faultOn(handOverRoutes.answerHandOver, () => problem('hand-over-ended')))
  await open.fill('Number on the other screen', '47')
  await open.press('Continue there')
  expect((await screen.findByRole('alert')).textContent).toContain('This code has expired.')
  expect(screen.queryByText(/on your other device\.$/)).toBeNull()
})
