import { type Seen, seen } from '@muster/shared/testing/user-agents'
import { expect as impatient, type Page } from '@playwright/test'
import { corpProfile } from './example-steps.ts'
import { openWire, reply, type Wire, wireNow } from './wire.ts'

/** Waits for what must come, however busy the machine is. */
export const expect = impatient.configure({ timeout: 30_000 })

/** A page on its wire, and hands that know no language. */
export type Stage = {
  readonly page: Page
  readonly wire: Wire
  /** Opens the account's link and waits for its page. */
  readonly open: (path?: string) => Promise<void>
  /** Opens it and waits for nothing: for pages that stay as they begin. */
  readonly visit: (path?: string) => Promise<void>
  readonly fill: (name: string, text: string) => Promise<void>
  /** From now on the page opens in that browser or app. */
  readonly asIn: (name: Seen['name']) => Promise<void>
  /** A screen that is touched. */
  readonly touched: () => Promise<void>
  /** Presses the form's own button. */
  readonly submit: () => Promise<void>
  /** Waits for what went wrong: an alert, or a field with a mistake. */
  readonly alerted: () => Promise<void>
}

/** Nothing moves any more: parts and fonts are there, and entrances have ended (a spinner never does). */
export const settle = async (page: Page): Promise<void> => {
  await expect(page.locator('main > i')).toHaveCount(0)
  await page.evaluate(async () => {
    await document.fonts.ready
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    // What waits for long is no entrance.
    const soon = ending.filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < 2000)
    await Promise.allSettled(soon.map(({ finished }) => finished))
  })
}

/** The page is there, and no longer the frame that paints before it. */
export const arrived = (page: Page): Promise<void> =>
  expect(page.locator('main h1:not([role=status] h1)').first()).toBeVisible()

/** What the page tells of itself from the next document on. @throws where nobody has met such a browser. */
const appearAs = (page: Page, name: Seen['name']): Promise<unknown> => {
  const signs = seen.find((one) => one.name === name)?.signs
  if (signs === undefined) throw new Error(`nobody has met ${name}`)
  return page.addInitScript(({ userAgent, touchPoints = 0, platformHint }) => {
    const told = { userAgent, maxTouchPoints: touchPoints, userAgentData: platformHint && { platform: platformHint } }
    for (const [key, value] of Object.entries(told))
      Object.defineProperty(Navigator.prototype, key, { configurable: true, get: () => value })
  }, signs)
}

const emulateTouch = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 })
}

export const createStage = async (page: Page): Promise<Stage> => {
  await page.clock.setFixedTime(wireNow)
  // A device that any account enrolls, in the browser that its set-up likes: nothing is advised against.
  await appearAs(page, 'Edge on Windows')
  const wire = await openWire(page)
  wire.answer('profile', reply(corpProfile))
  wire.answer('open', { kind: 'held' })
  const visit = async (path = 'corp') => void (await page.goto(`/${path}`, { waitUntil: 'commit' }))
  return {
    page,
    wire,
    visit,
    open: async (path) => {
      await visit(path)
      await arrived(page)
    },
    asIn: async (name) => void (await appearAs(page, name)),
    touched: () => emulateTouch(page),
    fill: (name, text) => page.locator(`main [name=${name}]`).fill(text),
    submit: () => page.locator('main form button[type=submit]').click(),
    alerted: () =>
      expect(
        page.locator('main [role=alert], main [aria-invalid=true], main [data-invalid=true]').first(),
      ).toBeVisible(),
  }
}
