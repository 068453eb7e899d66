import type { StepOf } from '@muster/shared/step'
import { useLaterMessages } from '../messages/language.ts'
import { EndedPage } from './ended-page.tsx'
import { clock } from '../ui/icon.tsx'

/** Too much time went by. */
export const ExpiredPage = ({ step }: { step: StepOf<'expired'> }) => {
  const { expired } = useLaterMessages()
  return <EndedPage words={expired} account={step.account.name} icon={clock} />
}
