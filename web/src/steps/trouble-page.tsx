import { useEffect } from 'react'
import { SilenceError } from '../api/failure.ts'
import { useMessages } from '../messages/language.ts'
import { Button } from '../ui/button.tsx'
import { Actions, Page } from '../ui/page.tsx'
import { FailureAlert, useWait } from './failure-alert.tsx'
import { alert } from '../ui/icon.tsx'

type CannotOpenProps = { readonly failure: Error; readonly busy: boolean; readonly onRetry: () => void }

/** The enrollment could not be opened at all. Once the network is back it is tried again without being asked. */
export const CannotOpenPage = ({ failure, busy, onRetry }: CannotOpenProps) => {
  const { frame, trouble } = useMessages()
  const wait = useWait(failure)
  const isSilence = failure instanceof SilenceError
  const isOffline = isSilence && failure.silence === 'offline'
  useEffect(() => {
    if (!isSilence) return
    window.addEventListener('online', onRetry)
    return () => window.removeEventListener('online', onRetry)
  }, [isSilence, onRetry])
  return (
    <Page
      title={isOffline ? trouble.offline.title : trouble.cannotOpen.title}
      lead={isOffline ? trouble.offline.text : undefined}
      // The alert beneath brings its own sign.
      {...(isOffline ? { badge: { icon: alert, mood: 'calm' } } : {})}
    >
      {!isOffline && <FailureAlert failure={failure} />}
      <Actions>
        <Button busy={busy} disabled={wait > 0} onClick={onRetry}>
          {frame.tryAgain}
        </Button>
      </Actions>
    </Page>
  )
}
