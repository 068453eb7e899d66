import type { Step } from '@muster/shared/step'
import { useLaterMessages } from '../messages/language.ts'
import { EndedPage } from './ended-page.tsx'
import { clock } from '../ui/icon.tsx'

/** A read found no enrollment: it ended, or another tab ended it. Nothing is opened behind the person's back. */
export const ClosedPage = ({ step }: { step: Step }) => {
  const { closed } = useLaterMessages()
  return <EndedPage words={closed} account={step.account.name} icon={clock} />
}
