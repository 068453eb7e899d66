import * as z from 'zod/mini'
import { faultNames } from './faults.ts'
import { jumpNames } from './jumps.ts'

const key = 'muster.dev-choice'

const Choice = z.object({
  account: z.string(),
  person: z.string(),
  /** The page that the next load begins on. */
  jump: z.exactOptional(z.enum(jumpNames)),
  fault: z.enum(faultNames),
  open: z.boolean(),
})
/** What was chosen in the panel. */
export type Choice = z.infer<typeof Choice>

const firstChoice: Choice = { account: 'acme', person: 'ana', fault: 'none', open: true }

/** What this tab chose before it was loaded anew; an older panel's choice is forgotten. */
export const keptChoice = (storage: Storage): Choice => {
  try {
    return Choice.parse(JSON.parse(storage.getItem(key) ?? ''))
  } catch {
    return firstChoice
  }
}

export const keepChoice = (storage: Storage, choice: Choice): void => {
  try {
    storage.setItem(key, JSON.stringify(choice))
  } catch {
    // A tab that remembers nothing: the choice holds until it is loaded anew.
  }
}
