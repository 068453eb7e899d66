import { useMessages } from '../messages/language.ts'
import { Button } from '../ui/button.tsx'
import { Actions, Page } from '../ui/page.tsx'
import { FailureAlert, useWait } from './failure-alert.tsx'

type CannotOpenProps = { readonly failure: Error; readonly busy: boolean; readonly onRetry: () => void }

/** The enrollment could not be opened at all. */
export const CannotOpenPage = ({ failure, busy, onRetry }: CannotOpenProps) => {
  const { frame, trouble } = useMessages()
  const wait = useWait(failure)
  return (
    <Page title={trouble.cannotOpen.title} badge={{ icon: 'alert', mood: 'calm' }}>
      <FailureAlert failure={failure} />
      <Actions>
        <Button busy={busy} disabled={wait > 0} onClick={onRetry}>
          {frame.tryAgain}
        </Button>
      </Actions>
    </Page>
  )
}
