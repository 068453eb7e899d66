import { expect, test } from '../fixtures.ts'
import { listenTo } from '../states/announcements.ts'
import { steps } from '../states/example-steps.ts'
import { createStage } from '../states/stage.ts'
import { showState, wireStates } from '../states/walker.ts'
import { momentIn, problem, reply, wireNow } from '../states/wire.ts'

/** The pages that most people meet; what a screen reader finds there is kept as a text that can be read. */
const read = [
  ['opening', 'offline'],
  ['identify', 'fresh'],
  ['identify', 'empty'],
  ['credentials', 'sign-in-failed'],
  ['password', 'fresh'],
  ['email-code', 'fresh'],
  ['device', 'ownership and terms, nothing chosen'],
  ['enrolled', 'ios, with a code to scan'],
  ['time warning', 'asked'],
] as const

for (const [page, name] of read)
  test(
    `${page}, ${name}: a screen reader finds what was read there, in that order`,
    { tag: '@desktop' },
    async ({ browser, world }) => {
      const state = wireStates.find((each) => each.page === page && each.name === name)
      if (state === undefined) throw new Error(`no such state: ${page}, ${name}`)
      await showState(state, {
        browser,
        baseURL: world.origin,
        language: 'en',
        look: (shown) =>
          expect(shown.locator('main')).toMatchAriaSnapshot({
            name: `${page}-${name}.aria.yml`.replaceAll(/[ ,]+/g, '-'),
          }),
      })
    },
  )

test('what went wrong is said once, with the focus on it', async ({ page }) => {
  const heard = await listenTo(page)
  const stage = await createStage(page)
  stage.wire.answer('open', reply(steps.password))
  await stage.open()
  stage.wire.answer('password', problem('sign-in-failed'))
  await stage.fill('password', 'Not-my-password-1!')
  await stage.submit()
  await stage.alerted()
  await expect(page.getByRole('alert')).toBeFocused()
  expect(await heard()).toEqual(['One moment…', expect.stringMatching(/^We couldn't sign you in\./)])
})

test('a wait is told at its beginning and its end, and not each second between', async ({ page }) => {
  const heard = await listenTo(page)
  const stage = await createStage(page)
  await page.clock.install({ time: wireNow })
  stage.wire.answer('open', reply(steps.password))
  await stage.open()
  stage.wire.answer('password', problem('too-many-requests', { retryAfter: 74 }))
  await stage.fill('password', 'Not-my-password-1!')
  await stage.submit()
  await stage.alerted()
  await page.clock.runFor(80_000)
  await expect(page.getByText('You can try again now.')).toBeVisible()
  expect(await heard()).toEqual(['One moment…', expect.stringMatching(/^Too many tries/), 'You can try again now.'])
})

test('the time of a code is told at five, two and one minutes, and at its end', async ({ page }) => {
  const heard = await listenTo(page)
  const stage = await createStage(page)
  await page.clock.install({ time: wireNow })
  stage.wire.answer('open', reply({ ...steps['email-code'], expiresAt: momentIn(20 * 60) }))
  await stage.open()
  await page.clock.runFor(10 * 60_000)
  await expect(page.getByText('This code has expired.')).toBeVisible()
  expect(await heard()).toEqual([
    'The code works for 5 minutes more.',
    'The code works for 2 minutes more.',
    'The code works for 60 seconds more.',
    'This code has expired. Ask for a new one.',
  ])
})
