import type { Stage } from './stage.ts'

/** Something that a person may see. `page` groups what belongs together on the contact sheet. */
export type State = {
  readonly page: string
  readonly name: string
  /** Leads a fresh page there, in any language, and waits until it shows. */
  readonly show: (stage: Stage) => Promise<void>
}

/** States of one page. */
export const statesOf = (page: string, shown: Readonly<Record<string, State['show']>>): readonly State[] =>
  Object.entries(shown).map(([name, show]) => ({ page, name, show }))
