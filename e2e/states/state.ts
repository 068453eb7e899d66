import type { World } from '@muster/demo/world/world-options'
import type { Page } from '@playwright/test'
import type { Stage } from './stage.ts'

type Named = {
  /** Groups what belongs together on the contact sheet. */
  readonly page: string
  readonly name: string
}

/** Something that a person may see: `show` leads a fresh page there, in any language, and waits until it shows. */
export type State = Named & { readonly show: (stage: Stage) => Promise<void> }

/** The same, where it takes the whole demo world. */
export type WorldState = Named & { readonly show: (page: Page, world: World) => Promise<void> }

/** States of one page. */
export const statesOf = (page: string, shown: Readonly<Record<string, State['show']>>): readonly State[] =>
  Object.entries(shown).map(([name, show]) => ({ page, name, show }))
