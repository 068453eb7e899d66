import type { World } from '@muster/demo/world/world-options'
import type { Browser, Page } from '@playwright/test'
import { adviceStates } from './advice-states.ts'
import { brandingStates } from './branding-states.ts'
import { deploymentStates } from './deployment-states.ts'
import { endStates } from './end-states.ts'
import { formStates } from './form-states.ts'
import { handOverStates } from './hand-over-states.ts'
import { laterStates } from './later-states.ts'
import { openingStates } from './opening-states.ts'
import { createStage, settle } from './stage.ts'
import type { State, WorldState } from './state.ts'

/** Every state that the wire alone can show: no back end is asked, each answer obeys the contract. */
export const wireStates: readonly State[] = [
  ...openingStates,
  ...formStates,
  ...laterStates,
  ...endStates,
  ...adviceStates,
  ...handOverStates,
  ...brandingStates,
  ...deploymentStates,
]

/** The languages that are looked at: one that runs from left to right, and one from right to left. */
export const languages = ['en', 'ar'] as const
export type Language = (typeof languages)[number]

export type Shown = {
  readonly browser: Browser
  /** Where the portal is. */
  readonly baseURL: string
  readonly language: Language
  /** Before the page is led anywhere. */
  readonly prepare?: (page: Page) => void
  /** The page stands still in its state. It is closed afterwards. */
  readonly look: (page: Page) => Promise<void>
}

const inFreshPage = async (
  { browser, baseURL, language, prepare, look }: Shown,
  lead: (page: Page) => Promise<void>,
): Promise<void> => {
  // What one state leaves behind, a chosen language or a file in the cache, would change the next.
  // Its entrance would have to be waited for.
  const context = await browser.newContext({
    baseURL,
    locale: language,
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  try {
    prepare?.(page)
    await lead(page)
    await settle(page)
    await look(page)
  } finally {
    await context.close()
  }
}

/** Shows one state in a browser of that language. */
export const showState = (state: State, shown: Shown): Promise<void> =>
  inFreshPage(shown, async (page) => {
    const stage = await createStage(page)
    await state.show(stage)
    stage.wire.expectAnswers()
  })

/** Shows one that takes the demo world. */
export const showWorldState = (state: WorldState, world: World, shown: Shown): Promise<void> =>
  inFreshPage(shown, (page) => state.show(page, world))
