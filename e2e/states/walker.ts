import type { BrowserContext, Page } from '@playwright/test'
import { formStates } from './form-states.ts'
import { laterStates } from './later-states.ts'
import { openingStates } from './opening-states.ts'
import { createStage, settle } from './stage.ts'
import type { State } from './state.ts'

/** Every state that the wire alone can show: no back end is asked, each answer obeys the contract. */
export const wireStates: readonly State[] = [...openingStates, ...formStates, ...laterStates]

/** The languages that are looked at: one that runs from left to right, and one from right to left. */
export const languages = ['en', 'ar'] as const
export type Language = (typeof languages)[number]

/** A page in this state, in a browser of that language; closed once `look` is done with it. */
export const inState = async (
  context: BrowserContext,
  state: State,
  language: Language,
  look: (page: Page) => Promise<void>,
): Promise<void> => {
  const page = await context.newPage()
  try {
    await state.show(await createStage(page))
    // Until the catalog of this language is there, its direction is.
    if (language === 'ar') await page.evaluate(() => void (document.documentElement.dir = 'rtl'))
    await settle(page)
    await look(page)
  } finally {
    await page.close()
  }
}
