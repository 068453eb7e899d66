import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Half-way through a transition or a page's entrance colors are neither the old nor the new ones. */
const settled = (page: Page) =>
  page.evaluate(async () => {
    // A spinner never ends, and is waited for by whoever shows it.
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    // What waits for long is no transition.
    const soon = ending.filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < 2000)
    await Promise.allSettled(soon.map(({ finished }) => finished))
  })

/** What axe finds on the page as it stands; `only` these rules. */
export const violationsOf = async (page: Page, only?: readonly string[]): Promise<readonly string[]> => {
  await settled(page)
  // The portal has no frame; without the search for some each look opens no page of its own, and takes half the time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (only === undefined ? axe.withTags(rules) : axe.withRules([...only])).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** The page as it stands, in both color schemes. */
export const expectAccessible = async (page: Page): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await violationsOf(page), `${await page.title()}, ${colorScheme}`).toEqual([])
  }
}
