import { type ReactNode, Suspense, useState } from 'react'
import { useMessages } from '../messages/language.ts'
import classes from './progress.module.css'

export type ProgressProps = {
  readonly at: number
  readonly of: number
  /** Every step with what it asks: folded away, and there as soon as it is fetched. */
  readonly plan: ReactNode
}

/** Where one is, and on demand what is done and what comes. */
export const Progress = ({ at, of, plan }: ProgressProps) => {
  const { frame } = useMessages()
  const [isOpen, setOpen] = useState(false)
  return (
    <details className={classes.progress} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={classes.summary}>
        <span className={classes.line}>
          <span>{frame.progress({ at, of })}</span>
          <span className={classes.more}>{frame.plan}</span>
        </span>
        <span className={classes.segments} aria-hidden="true">
          {Array.from({ length: of }, (_, index) => (
            <span key={index} className={`${classes.segment} ${index < at ? classes.done : ''}`} />
          ))}
        </span>
      </summary>
      <Suspense>{isOpen && plan}</Suspense>
    </details>
  )
}
