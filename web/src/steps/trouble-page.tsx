import { isProblem } from '../api/failure.ts'
import { messages } from '../messages/messages.ts'
import { Button } from '../ui/button.tsx'
import { Actions, Page } from '../ui/page.tsx'
import { FailureAlert, useWait } from './failure-alert.tsx'

const { trouble } = messages

/** There is nothing at this address. */
export const NotFoundPage = () => (
  <Page title={trouble.notFound.title} lead={trouble.notFound.text} badge={{ icon: 'alert', mood: 'calm' }} />
)

type CannotOpenProps = {
  readonly failure: Error
  readonly busy: boolean
  /** Whether the link names an enrollment request, which may have been used up or taken back. */
  readonly isInvitation: boolean
  readonly onRetry: () => void
}

/** The enrollment could not be opened at all. */
export const CannotOpenPage = ({ failure, busy, isInvitation, onRetry }: CannotOpenProps) => {
  const wait = useWait(failure)
  if (isProblem(failure, 'unknown-account')) {
    const words = isInvitation ? trouble.invalidRequest : trouble.unknownAccount
    return <Page title={words.title} lead={words.text} badge={{ icon: 'alert', mood: 'calm' }} />
  }
  return (
    <Page title={trouble.cannotOpen.title} badge={{ icon: 'alert', mood: 'calm' }}>
      <FailureAlert failure={failure} />
      <Actions>
        <Button busy={busy} disabled={wait > 0} onClick={onRetry}>
          {messages.frame.tryAgain}
        </Button>
      </Actions>
    </Page>
  )
}

/** The cookie belongs to another company's enrollment by now: a browser holds one at a time. */
export const OtherAccountPage = ({ busy, onContinue }: { busy: boolean; onContinue: () => void }) => (
  <Page title={trouble.otherAccount.title} lead={trouble.otherAccount.text} badge={{ icon: 'alert', mood: 'calm' }}>
    <Actions>
      <Button busy={busy} onClick={onContinue}>
        {trouble.otherAccount.here}
      </Button>
    </Actions>
  </Page>
)
