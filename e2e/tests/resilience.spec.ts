import type { World } from '@muster/demo/world/world-options'
import { expect, test } from '../fixtures.ts'
import type { PortalPage } from '../portal-page.ts'

const right = 'Directory-1!'

const named = async (portal: PortalPage): Promise<void> => {
  await portal.open('new-ad-2')
  await portal.identify('ana')
  await portal.expectPage('password')
}

const untilDevice = async (portal: PortalPage): Promise<void> => {
  await portal.open('new-ad-1')
  await portal.identify('ana')
  await portal.password(right)
  await portal.expectPage('device')
}

/** Names of an account's devices, from the store itself. */
const devicesOf = async (world: World, account: string): Promise<string> =>
  (await world.runMuster(['device', 'list', '--account', account])).stdout
const timesIn = (text: string, name: string): number => text.split(name).length - 1

test(
  'a reload shows the same step, at each of them',
  { tag: ['@every-device', '@every-shape'] },
  async ({ portal, microsoft }) => {
    const reload = () => portal.page.reload()
    await portal.open('new-entra-2-mfa')
    await portal.expectPage('newWorkflow')
    const reference = await portal.reference()
    await reload()
    await portal.identify('ana')
    await portal.expectPage('microsoft')
    await reload()
    await portal.continueToMicrosoft()
    await microsoft.expectName('ana@corp.example.test')
    await reload()
    await microsoft.signIn()
    await expect(portal.page.getByRole('heading', { name: 'Approve sign in request' })).toBeVisible()
    await reload()
    await microsoft.approve()
    await portal.expectPage('code')
    await reload()
    await portal.code(await portal.mailedCode('ana'))
    await portal.expectPage('device')
    await reload()
    await portal.chooseDevice()
    await portal.expectEnrolled({ factors: 3 })
    await reload()
    await portal.expectEnrolled({ factors: 3 })
    expect(await portal.reference()).toBe(reference)
  },
)

test('the back button means: change the name; the new name starts without the old proofs', async ({ portal }) => {
  await named(portal)
  await portal.password(right)
  await portal.expectPage('code')
  await portal.page.goBack()
  await portal.expectPage('newWorkflow')
  await expect(portal.field('User name')).toHaveValue('ana')
  await portal.identify('ben')
  await portal.expectPage('password')
  await expect(portal.page.getByText('ben@corp.example.test')).toBeVisible()
  expect(await portal.step()).toMatchObject({ kind: 'password', username: 'ben', factors: { proven: [] } })
})

test('“Not you? Change” leads to the name, and forward again to where one was', async ({ portal }) => {
  await named(portal)
  await portal.press('Not you? Change')
  await portal.expectPage('newWorkflow')
  await portal.page.goBack()
  await portal.expectPage('password')
  await portal.password(right)
  await portal.expectPage('code')
})

test('after the device is registered, back leads nowhere but here', async ({ portal }) => {
  await untilDevice(portal)
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 1 })
  await portal.page.goBack()
  await portal.expectEnrolled({ factors: 1 })
})

test('a second tab goes on where the first is, and the first catches up', async ({ portal, portalIn, context }) => {
  await named(portal)
  const second = portalIn(await context.newPage())
  await second.open('new-ad-2')
  await second.password(right)
  await second.expectPage('code')
  await portal.field('Password').fill(right)
  await portal.press('Sign in')
  await portal.expectPage('code')
  await expect(portal.page.getByText('This page was out of date. Here is where you are.')).toBeVisible()
  expect(await portal.reference()).toBe(await second.reference())
})

test('a person goes on through a portal that is killed between every two steps', async ({
  portal,
  microsoft,
  world,
}) => {
  test.slow()
  const kill = () => world.restartBff({ signal: 'SIGKILL' })
  await portal.open('new-entra-2-mfa')
  await portal.expectPage('newWorkflow')
  const reference = await portal.reference()
  await kill()
  await portal.identify('ana')
  await portal.expectPage('microsoft')
  await kill()
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await expect(portal.page.getByRole('heading', { name: 'Approve sign in request' })).toBeVisible()
  await kill()
  await microsoft.approve()
  await portal.expectPage('code')
  await kill()
  await portal.code(await portal.mailedCode('ana'))
  await portal.expectPage('device')
  await kill()
  await portal.chooseDevice({ name: 'Survivor' })
  await portal.expectEnrolled({ factors: 3 })
  await kill()
  await portal.page.reload()
  await portal.expectEnrolled({ factors: 3 })
  expect(await portal.reference()).toBe(reference)
  expect(timesIn(await devicesOf(world, 'new-entra-2-mfa'), 'Survivor')).toBe(1)
})

test('a password and a code that were given before a kill still count after it', async ({ portal, world }) => {
  test.slow()
  await named(portal)
  await world.restartBff({ signal: 'SIGKILL' })
  await portal.password(right)
  await portal.expectPage('code')
  await world.restartBff({ signal: 'SIGKILL' })
  await portal.code(await portal.mailedCode('ana'))
  await portal.expectPage('device')
  await world.restartBff({ signal: 'SIGKILL' })
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 2 })
})

test(
  'offline: the page says so, keeps what was typed, and goes on once online',
  { tag: '@every-device' },
  async ({ portal, context }) => {
    await named(portal)
    await context.setOffline(true)
    await portal.password(right)
    await portal.expectAlert('You seem to be offline. Check your connection, then try again.')
    await expect(portal.field('Password')).toHaveValue(right)
    await context.setOffline(false)
    await portal.press('Sign in')
    await portal.expectPage('code')
  },
)

test('where the scripts never come, the page says so after a while', async ({ portal, context }) => {
  await context.route('**/assets/index-*.js', (route) => route.abort())
  await portal.open('new-ad-1')
  const line = portal.page.getByText('Taking long? Reload the page, or update your browser.')
  await expect(line).toBeHidden()
  // There is nothing to be ended before the page's styles have come.
  const end = (element: Element) => element.getAnimations().map((animation) => animation.finish()).length
  await expect.poll(() => portal.page.locator('.frame-late').evaluate(end)).toBe(1)
  await expect(line).toBeVisible()
})

test('offline: nobody is sent to a Microsoft page that cannot open', async ({ portal, microsoft, context }) => {
  await portal.open('new-entra-1')
  await context.route('**/assets/msal-*', (route) => route.abort())
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await portal.expectAlert('You seem to be offline')
  await context.unrouteAll()
  await portal.page.reload()
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await portal.expectPage('device')
})

test('a double click registers one device', async ({ portal, world }) => {
  await untilDevice(portal)
  await portal.page.getByRole('textbox', { name: 'Device name' }).fill('Clicked twice')
  await portal.page.getByRole('button', { name: 'Register this device' }).dblclick()
  await portal.expectEnrolled({ factors: 1 })
  expect(timesIn(await devicesOf(world, 'new-ad-1'), 'Clicked twice')).toBe(1)
})

test('an answer that is lost on its way registers one device, and the page finds it', async ({ portal, world }) => {
  await untilDevice(portal)
  const lose = async (route: Parameters<Parameters<typeof portal.page.route>[1]>[0]) => {
    await route.fetch()
    await route.abort('connectionreset')
  }
  await portal.page.route('**/api/enrollment/device', lose, { times: 1 })
  await portal.chooseDevice({ name: 'Answer lost' })
  await portal.expectEnrolled({ factors: 1 })
  expect(timesIn(await devicesOf(world, 'new-ad-1'), 'Answer lost')).toBe(1)
})

test('at the end the browser keeps no token, code or password', { tag: '@attack' }, async ({ portal, microsoft }) => {
  const secrets = ['Entra-1!']
  portal.page.on('framenavigated', (frame) => {
    const answer = new URLSearchParams(new URL(frame.url()).hash.slice(1))
    secrets.push(...answer.getAll('code'))
  })
  portal.page.on('request', (request) => {
    if (request.url().endsWith('/api/enrollment/entra-sign-in'))
      secrets.push(...(request.postData()?.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? []))
  })
  await portal.open('new-entra-2')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  const code = await portal.mailedCode('ana')
  secrets.push(code)
  await portal.code(code)
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 2 })
  const kept = await portal.page.evaluate(() =>
    JSON.stringify([
      { ...sessionStorage },
      { ...localStorage },
      location.href,
      history.state,
      document.cookie,
      document.documentElement.outerHTML,
    ]),
  )
  expect(secrets.length).toBeGreaterThanOrEqual(4)
  for (const secret of secrets) expect(kept).not.toContain(secret)
  expect(kept).not.toContain('eyJ')
  expect(await portal.page.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie])).toEqual([
    0,
    0,
    '',
  ])
})
