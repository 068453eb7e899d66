import type { BrowserContext } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

/**
 * What Chrome's translator does to a page, then and whenever it changes: each text gives way to two `<font>` with its
 * translation in them. The words stay as they are here, so that they are found. The count tells how many gave way.
 */
const translate = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const tag: string = 'font'
    const untouched = 'font, script, style, noscript, textarea, title'
    const take = (text: Node): void => {
      if (text.nodeValue?.trim() === '' || text.parentElement === null || text.parentElement.closest(untouched)) return
      const outer = document.createElement(tag)
      const inner = document.createElement(tag)
      inner.textContent = text.nodeValue
      outer.append(inner)
      text.parentElement.replaceChild(outer, text)
      const { dataset } = document.documentElement
      dataset['translated'] = String(Number(dataset['translated'] ?? 0) + 1)
    }
    const look = (): void => {
      const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT)
      const texts: Node[] = []
      while (walker.nextNode()) texts.push(walker.currentNode)
      for (const text of texts) take(text)
    }
    new MutationObserver(look).observe(document, { childList: true, characterData: true, subtree: true })
  })

const translated = '[data-translated]'

test('a translated page leads through, with mistakes on the way', async ({ portal, context }) => {
  await translate(context)
  const { page } = portal
  const at = (progress: string) => expect(page.getByText(progress, { exact: true })).toBeVisible()
  await portal.open('new-ad-2')
  await portal.identify('')
  await expect(portal.field('User name')).toHaveAccessibleDescription(/Enter your user name/)
  await at('Step 1 of 4')
  await portal.identify('ana')
  await at('Step 2 of 4')
  await portal.password('Not-my-password-1!')
  await portal.expectAlert("We couldn't sign you in")
  await portal.press('Show: Password')
  await portal.press('Hide: Password')
  await portal.password('Directory-1!')
  const code = await portal.mailedCode('ana')
  await at('Step 3 of 4')
  await portal.code('0000')
  await expect(portal.field('Verification code')).toHaveAccessibleDescription(/Enter all 8 digits/)
  await portal.press('Send a new code')
  await expect(page.getByText(/^Code no\. 2 /)).toBeVisible()
  await portal.code(code)
  await portal.expectAlert('4 tries left')
  await portal.code(await portal.mailedCode('ana', code))
  await at('Step 4 of 4')
  await portal.chooseDevice({ platform: 'Windows' })
  await portal.expectEnrolled({ factors: 2 })
  expect(Number(await page.locator(translated).getAttribute('data-translated'))).toBeGreaterThan(50)
})

test('a translated page leads to Microsoft, and back after a change of mind', async ({
  portal,
  microsoft,
  context,
}) => {
  await translate(context)
  await portal.open('new-entra-2-mfa')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await microsoft.cancel()
  await portal.expectEnd('The Microsoft sign‑in was cancelled')
  await portal.press('Start over')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await microsoft.approve()
  await portal.code(await portal.mailedCode('ana'))
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 3 })
})

test('what a translated page counts down goes on counting', async ({ portal, context }) => {
  await translate(context)
  await portal.page.clock.install()
  await portal.open('new-ad-2')
  await portal.identify('ana')
  await portal.password('Directory-1!')
  await portal.expectPage('code')
  // From then on nothing is read any more that would set the page's clock right again.
  await expect(portal.page.getByText(/^Your e-mail was sent/)).toBeVisible()
  const left = portal.page.getByText(/^The code works for/)
  const before = await left.innerText()
  await portal.page.clock.fastForward(90_000)
  await expect(left).not.toHaveText(before)
})
