import type { StepOf } from '@muster/shared/step'
import { secondsUntil } from '../api/server-clock.ts'
import { laterMessages } from '../messages/later.ts'
import { useCountdown } from '../ui/countdown.ts'
import classes from './steps.module.css'

const words = laterMessages.emailCode

/** When the remaining time is read out: each of these once, not every second. */
const spokenAt = [300, 120, 60] as const

/** What is read out now. Words that stayed any longer would be found there when they are true no more. */
const spoken = (seconds: number): string => {
  const mark = spokenAt.find((limit) => seconds <= limit && seconds > limit - 5)
  return mark === undefined ? '' : words.expiresIn({ seconds: mark })
}

const delivery = ({ delivery: how }: StepOf<'email-code'>, resent: boolean): string =>
  resent && (how === 'queued' || how === 'sent') ? words.resent[how] : words.delivery[how]

/** How the code fares: its delivery, its time, its tries. */
export const CodeStatus = ({ step, resent }: { step: StepOf<'email-code'>; resent: boolean }) => {
  const seconds = useCountdown(() => secondsUntil(step.expiresAt))
  const end =
    step.triesLeft === 0 ? laterMessages.problems['code-exhausted'] : seconds === 0 ? words.expired : undefined
  return (
    <div className={classes.status}>
      <p role="status">{end ?? delivery(step, resent)}</p>
      {end === undefined && (
        <>
          <p>{words.expiresIn({ seconds })}</p>
          <p>{words.triesLeft(step.triesLeft)}</p>
        </>
      )}
      <p className="visually-hidden" role="status">
        {end === undefined && spoken(seconds)}
      </p>
    </div>
  )
}
