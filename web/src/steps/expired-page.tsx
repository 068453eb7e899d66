import type { StepOf } from '@muster/shared/step'
import { laterMessages } from '../messages/later.ts'
import { EndedPage } from './ended-page.tsx'

/** Too much time went by. */
export const ExpiredPage = ({ step }: { step: StepOf<'expired'> }) => (
  <EndedPage words={laterMessages.expired} account={step.account.name} reference={step.reference} icon="clock" />
)
