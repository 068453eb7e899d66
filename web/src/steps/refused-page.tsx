import type { StepOf } from '@muster/shared/step'
import { laterMessages } from '../messages/later.ts'
import { EndedPage } from './ended-page.tsx'

/** The enrollment was refused, and why. */
export const RefusedPage = ({ step }: { step: StepOf<'refused'> }) => (
  <EndedPage
    words={laterMessages.refused[step.code]}
    account={step.account.name}
    reference={step.reference}
    icon="alert"
    support={step.support}
  />
)
