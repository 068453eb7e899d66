import type { StepOf } from '@muster/shared/step'
import { useLaterMessages } from '../messages/language.ts'
import { EndedPage } from './ended-page.tsx'

/** The enrollment was refused, and why. */
export const RefusedPage = ({ step }: { step: StepOf<'refused'> }) => {
  const { refused } = useLaterMessages()
  return (
    <EndedPage
      words={refused[step.code]}
      account={step.account.name}
      reference={step.reference}
      icon="alert"
      support={step.support}
    />
  )
}
