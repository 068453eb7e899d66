import { useLayoutEffect, useRef } from 'react'
import { useExtension } from '../api/extension.ts'
import { timeLeft } from '../messages/format-later.ts'
import { useLaterMessages } from '../messages/language.ts'
import { Button } from '../ui/button.tsx'
import { FailureAlert } from './failure-alert.tsx'
import classes from './steps.module.css'

type TimeDialogProps = {
  readonly seconds: number
  /** From how many seconds on the person is asked. */
  readonly warnAt: number
  readonly onClose: () => void
}

/** Asks whether more time is needed; the browser's own dialog keeps the focus inside and closes on Escape. */
export const TimeDialog = ({ seconds, warnAt, onClose }: TimeDialogProps) => {
  const words = useLaterMessages().timeWarning
  const dialog = useRef<HTMLDialogElement>(null)
  const extend = useExtension()
  // Closed before React takes it away: only then does the browser give the focus back to the field it came from.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  const isSpent = extend.isSuccess && seconds <= warnAt
  return (
    <dialog
      className={classes.dialog}
      ref={dialog}
      aria-labelledby="time-title"
      aria-describedby="time-text"
      onClose={onClose}
    >
      <h2 id="time-title">{words.title}</h2>
      <p className={classes.dialogText} id="time-text">
        {isSpent ? words.none : timeLeft(seconds, words.text)}
      </p>
      <FailureAlert failure={extend.error} />
      <div className={classes.dialogActions}>
        {!isSpent && (
          <Button busy={extend.isPending} onClick={() => extend.mutate()}>
            {words.more}
          </Button>
        )}
        <Button look="second" onClick={() => dialog.current?.close()}>
          {words.close}
        </Button>
      </div>
    </dialog>
  )
}
