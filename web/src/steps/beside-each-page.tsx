import type { Step } from '@muster/shared/step'
import { useEffect } from 'react'
import { endsByItself } from '../api/current-step.ts'
import { fetchRarePages } from './rare-doors.ts'
import { StartAdvice } from './start-advice.tsx'
import { TimeWarning } from './time-warning.tsx'

/** What may stand above any page, or open over it: it comes with the later pages, so that it is there when the time is short. */
export const BesideEachPage = ({ step }: { step: Step }) => {
  // So that nobody waits for them, should they be needed.
  useEffect(() => void fetchRarePages().catch(() => undefined), [])
  return (
    <>
      <StartAdvice step={step} />
      {endsByItself(step) && <TimeWarning step={step} />}
    </>
  )
}
