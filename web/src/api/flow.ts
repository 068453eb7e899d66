import type { Step } from '@muster/shared/step'
import { createContext, useContext } from 'react'

/** What a submission tells the router, which alone moves between pages. */
type Flow = {
  /** A reply arrived: this is the step now. */
  readonly arrive: (step: Step) => void
  /** The page was out of date: show where the enrollment really is, and say so. */
  readonly catchUp: () => Promise<void>
}

export const FlowContext = createContext<Flow | undefined>(undefined)

export const useFlow = (): Flow => {
  const flow = useContext(FlowContext)
  if (flow === undefined) throw new Error('a page outside of the enrollment')
  return flow
}
