import type { StepOf } from '@muster/shared/step'
import { useLaterMessages } from '../messages/language.ts'
import { EndedPage } from './ended-page.tsx'
import { HelpDesk } from './help-desk.tsx'
import { usePortal } from './portal.ts'
import { clock } from '../ui/icon.tsx'

/** Too much time went by. */
export const ExpiredPage = ({ step }: { step: StepOf<'expired'> }) => {
  const { expired } = useLaterMessages()
  const { profile } = usePortal()
  return (
    <EndedPage
      words={expired}
      account={step.account.name}
      icon={clock}
      help={profile && <HelpDesk support={profile.support} reference={step.reference} isFirst={false} />}
    />
  )
}
