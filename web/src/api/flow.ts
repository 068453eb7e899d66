import { createContext, useContext } from 'react'
import type { Standing } from './standing.ts'

/** What a submission tells the router, which alone moves between pages. */
type Flow = {
  /** Of the step that is shown. */
  readonly tag: string | undefined
  /** A reply arrived: this is the step now. */
  readonly arrive: (standing: Standing) => Promise<void>
  /** A submission failed: shows where the enrollment really is. Throws if that cannot be found out either. */
  readonly recover: (failure: unknown) => Promise<void>
}

export const FlowContext = createContext<Flow | undefined>(undefined)

export const useFlow = (): Flow => {
  const flow = useContext(FlowContext)
  if (flow === undefined) throw new Error('a page outside of the enrollment')
  return flow
}
