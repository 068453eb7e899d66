import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

const right = 'Directory-1!'
const day = 86_400_000

for (const [how, off] of [
  ['a day ahead', day],
  ['a day behind', -day],
] as const)
  test(`a device whose clock is ${how} gets through, Microsoft and code included`, async ({ portal, microsoft }) => {
    const { page } = portal
    await page.clock.install({ time: Date.now() + off })
    await portal.open('new-entra-2')
    await portal.identify('ana')
    await portal.continueToMicrosoft()
    await microsoft.signIn()
    const code = await portal.mailedCode('ana')
    await expect(page.getByText(/^The code works for (9|10) minutes more\.$/)).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await portal.code(code)
    await portal.chooseDevice()
    await portal.expectEnrolled({ factors: 2 })
  })

test('a tab that was closed or thrown away goes on where it was, once its link is opened again', async ({
  portal,
  portalIn,
  context,
}) => {
  await portal.open('new-ad-2')
  await portal.identify('ana')
  await portal.password(right)
  const code = await portal.mailedCode('ana')
  const reference = await portal.reference()
  await portal.page.close()
  const again = portalIn(await context.newPage())
  await again.open('new-ad-2')
  await again.code(code)
  await again.chooseDevice()
  await again.expectEnrolled({ factors: 2 })
  expect(await again.reference()).toBe(reference)
})

test('what one of two tabs has finished the other shows', async ({ portal, portalIn, context }) => {
  await portal.open('new-ad-1')
  await portal.identify('ana')
  await portal.password(right)
  await portal.expectPage('device')
  const second = portalIn(await context.newPage())
  await second.open('new-ad-1')
  await second.chooseDevice({ name: 'In the second tab' })
  await second.expectEnrolled({ factors: 1 })
  await portal.chooseDevice({ name: 'In the first tab' })
  await portal.expectEnrolled({ factors: 1 })
  await expect(portal.page.getByRole('definition').filter({ hasText: 'In the second tab' })).toBeVisible()
})

/** What reaches beyond the screen's edge, where anything makes the page scroll sideways. */
const tooWide = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const beyond = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    )
    return beyond.map(({ tagName, className }) => `${tagName} ${className}`)
  })

test(
  'turned on its side, the page keeps what was typed and needs no scrolling sideways',
  {
    tag: '@every-device',
  },
  async ({ portal }) => {
    const { page } = portal
    const turn = async () => {
      const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
      await page.setViewportSize({ width: height, height: width })
      await expect.poll(() => tooWide(page)).toEqual([])
    }
    await portal.open('new-ad-2')
    await portal.expectPage('newWorkflow')
    await portal.field('User name').fill('ana')
    await turn()
    await expect(portal.field('User name')).toHaveValue('ana')
    await portal.press('Continue')
    await portal.expectPage('password')
    await portal.field('Password').fill(right)
    await turn()
    await portal.press('Sign in')
    const code = await portal.mailedCode('ana')
    await portal.field('Verification code').pressSequentially(code.slice(0, 4))
    await turn()
    await portal.field('Verification code').pressSequentially(code.slice(4))
    await portal.press('Verify')
    await portal.expectPage('device')
    await turn()
    await portal.chooseDevice()
    await portal.expectEnrolled({ factors: 2 })
    await turn()
  },
)

test('with text at twice its size, the narrowest phone shows pages without scrolling sideways', async ({
  portal,
  microsoft,
}) => {
  const { page } = portal
  await page.setViewportSize({ width: 320, height: 640 })
  const zoomed = async () => {
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%'
    })
    await expect.poll(() => tooWide(page)).toEqual([])
  }
  await portal.open('acme')
  await portal.expectPage('newWorkflow')
  await zoomed()
  await portal.identify('ana')
  await portal.expectPage('microsoft')
  await zoomed()
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await microsoft.approve()
  const code = await portal.mailedCode('ana')
  await zoomed()
  await portal.code(code)
  await portal.expectPage('device')
  await zoomed()
  await portal.chooseDevice({ ownership: 'Mine', acceptTerms: true })
  await portal.expectEnrolled({ factors: 3 })
  await zoomed()
})

test('from one step to the next nothing is shown between them', { tag: '@every-device' }, async ({ portal }) => {
  const { page } = portal
  const words = 'Opening your enrollment…'
  const { promise, resolve: letGo } = Promise.withResolvers<void>()
  await page.route('**/api/enrollment', (route) => promise.then(() => route.continue()))
  const later = ['later-pages', 'words-en-later'].map((file) => page.waitForResponse(`**/assets/${file}-*.js`))
  await portal.open('new-ad-2')
  // These are the words, or nobody would see them between the steps.
  await expect(page.getByText(words)).toHaveCount(1)
  letGo()
  await portal.expectPage('newWorkflow')
  for (const file of await Promise.all(later)) await file.finished()
  await expect(page.getByText(words)).toHaveCount(0)
  await page.evaluate((sought) => {
    const watched = { times: 0 }
    new MutationObserver(() => {
      if (document.querySelector('main')?.textContent.includes(sought) === true) watched.times += 1
    }).observe(document, { childList: true, subtree: true, characterData: true })
    Object.assign(window, { watched })
  }, words)
  await portal.identify('ana')
  await portal.password(right)
  await portal.code(await portal.mailedCode('ana'))
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 2 })
  expect(await page.evaluate(() => Reflect.get(window, 'watched'))).toEqual({ times: 0 })
})
