import type { ReactNode } from 'react'
import { clockTime } from '../messages/format.ts'
import { useLanguage, useMessages } from '../messages/language.ts'
import { alert, clock, Icon } from './icon.tsx'
import classes from './alert.module.css'

type AlertProps = {
  readonly children: ReactNode
  /** Shown small, for the help desk. */
  readonly reference?: string | undefined
  /** Seconds until another try makes sense. */
  readonly wait?: number | undefined
}

/** Something went wrong, and what to do about it. Takes the focus when its form sends it there. */
export const Alert = ({ children, reference, wait }: AlertProps) => {
  const { frame } = useMessages()
  const { language } = useLanguage()
  return (
    <div className={`${classes.alert} ${wait === undefined ? '' : classes.wait}`} role="alert" tabIndex={-1}>
      <Icon of={wait === undefined ? alert : clock} size={22} />
      <div className={classes.text}>
        {children}
        {wait !== undefined && (
          <>
            {/* A clock that ticks is for the eye: read out each second it would drown everything else. Its end is told. */}
            {wait > 0 && (
              <p className={classes.count} aria-live="off">
                {frame.tryAgainIn({ time: clockTime(wait, frame.hours, language) })}
              </p>
            )}
            <p className={wait > 0 ? 'visually-hidden' : classes.count} role="status">
              {wait > 0 ? '' : frame.retryNow}
            </p>
          </>
        )}
        {reference !== undefined && (
          <p className={classes.small}>
            {frame.reference} <bdi dir="ltr">{reference}</bdi>
          </p>
        )}
      </div>
    </div>
  )
}
