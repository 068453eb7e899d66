import type { CDPSession } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

/** A phone at the edge of its cell: ms there and back, bytes a second. */
const atTheEdge = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }

/** The names of the buttons that were busy, in their order. */
type Watched = Window & { busy?: string[] }

test('over a slow network each press is shown to be under way, and is sent once', async ({ portal, context }) => {
  const { page } = portal
  const session: CDPSession = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', atTheEdge)
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(new URL(request.url()).pathname.replace('/api/enrollment', ''))
  })
  await page.addInitScript(() => {
    const watched: Watched = window
    const busy: string[] = (watched.busy = [])
    new MutationObserver((changes) => {
      for (const { target } of changes)
        if (target instanceof HTMLElement && target.dataset['busy'] === 'true') busy.push(target.innerText)
    }).observe(document, { attributes: true, attributeFilter: ['data-busy'], subtree: true })
  })
  const pressTwice = (name: string) => page.getByRole('button', { name, exact: true }).dblclick()

  await portal.open('new-ad-2')
  await portal.expectPage('newWorkflow')
  await portal.field('User name').fill('ana')
  await pressTwice('Continue')
  await portal.expectPage('password')
  await portal.field('Password').fill('Directory-1!')
  await pressTwice('Sign in')
  await portal.field('Verification code').pressSequentially(await portal.mailedCode('ana'))
  await pressTwice('Verify')
  await portal.expectPage('device')
  await pressTwice('Register this device')
  await portal.expectEnrolled({ factors: 2 })

  expect(sent).toEqual(['', '/identity', '/password', '/email-code', '/device'])
  const busy = await page.evaluate(() => {
    const watched: Watched = window
    return watched.busy
  })
  expect(busy).toEqual(['Continue', 'Sign in', 'Verify', 'Register this device'])
})
