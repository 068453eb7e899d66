import type { StepOf } from '@muster/shared/step'
import { useLaterMessages } from '../messages/language.ts'
import { DetailsForIt } from './details-for-it.tsx'
import { EndedPage } from './ended-page.tsx'
import { HelpDesk } from './help-desk.tsx'
import { refusalWords } from './refusal-words.ts'
import { alert } from '../ui/icon.tsx'

/** The enrollment was refused: why, who can mend it, and what they need to know for that. */
export const RefusedPage = ({ step }: { step: StepOf<'refused'> }) => {
  const { helpFirst, ...words } = refusalWords(step, useLaterMessages())
  const { account, reference, support, details } = step
  return (
    <EndedPage
      words={words}
      account={account.name}
      icon={alert}
      look={helpFirst ? 'second' : 'first'}
      help={<HelpDesk support={support} reference={reference} isFirst={helpFirst} />}
      helpFirst={helpFirst}
    >
      {details !== undefined && <DetailsForIt details={details} reference={reference} />}
    </EndedPage>
  )
}
