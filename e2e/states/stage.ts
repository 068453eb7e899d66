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
  /** Presses the form's own button. */
  readonly submit: () => Promise<void>
  /** Waits for what went wrong: an alert, or a field with a mistake. */
  readonly alerted: () => Promise<void>
}

/** Nothing moves any more: fonts are there, and entrances have ended (a spinner never does). */
export const settle = async (page: Page): Promise<void> => {
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

export const createStage = async (page: Page): Promise<Stage> => {
  await page.clock.setFixedTime(wireNow)
  const wire = await openWire(page)
  wire.answer('profile', reply(corpProfile))
  const visit = async (path = 'corp') => void (await page.goto(`/${path}`, { waitUntil: 'commit' }))
  return {
    page,
    wire,
    visit,
    open: async (path) => {
      await visit(path)
      await arrived(page)
    },
    fill: (name, text) => page.locator(`main [name=${name}]`).fill(text),
    submit: () => page.locator('main form button[type=submit]').click(),
    alerted: () =>
      expect(
        page.locator('main [role=alert], main [aria-invalid=true], main [data-invalid=true]').first(),
      ).toBeVisible(),
  }
}
