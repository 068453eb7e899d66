import type { StepOf } from '@muster/shared/step'
import { secondsUntil } from '../api/server-clock.ts'
import { laterMessages } from '../messages/later.ts'
import { messages } from '../messages/messages.ts'
import { useCountdown } from '../ui/countdown.ts'
import classes from './steps.module.css'

const words = laterMessages.emailCode

/** When the remaining time is read out: each of these once, not every second. */
const spokenAt = [300, 120, 60] as const

const spoken = (seconds: number): string => {
  if (seconds === 0) return words.expired
  const mark = spokenAt.findLast((limit) => seconds <= limit)
  return mark === undefined ? '' : words.expiresIn({ seconds: mark })
}

/** How the code fares: its delivery, its time, its tries. */
export const CodeStatus = ({ step, resent }: { step: StepOf<'email-code'>; resent: boolean }) => {
  const seconds = useCountdown(() => secondsUntil(step.expiresAt))
  return (
    <div className={classes.status}>
      <p role="status">{resent && step.delivery !== 'failed' ? words.resent : words.delivery[step.delivery]}</p>
      <p>{seconds === 0 ? words.expired : words.expiresIn({ seconds })}</p>
      <p>{messages.triesLeft(step.triesLeft)}</p>
      <p className="visually-hidden" role="status">
        {spoken(seconds)}
      </p>
    </div>
  )
}
