import type { StepOf } from '@muster/shared/step'
import { secondsUntil } from '../api/server-clock.ts'
import { timeLeft } from '../messages/format-later.ts'
import type { LaterMessages } from '../messages/later-messages.ts'
import { useLaterMessages } from '../messages/language.ts'
import { useCountdown } from '../ui/countdown.ts'
import classes from './steps.module.css'

type Words = LaterMessages['emailCode']

/** When the remaining time is read out: each of these once, not every second. */
const spokenAt = [300, 120, 60] as const

/** What is read out now. Words that stayed any longer would be found there when they are true no more. */
const spoken = (seconds: number, words: Words): string => {
  const mark = spokenAt.find((limit) => seconds <= limit && seconds > limit - 5)
  return mark === undefined ? '' : timeLeft(mark, words.expiresIn)
}

const delivery = ({ delivery: how }: StepOf<'email-code'>, resent: boolean, words: Words): string =>
  resent && (how === 'queued' || how === 'sent') ? words.resent[how] : words.delivery[how]

/** How the code fares: its delivery, its time, its tries. */
export const CodeStatus = ({ step, resent }: { step: StepOf<'email-code'>; resent: boolean }) => {
  const { emailCode: words, problems } = useLaterMessages()
  const seconds = useCountdown(() => secondsUntil(step.codeExpiresAt))
  const end = step.triesLeft === 0 ? problems['code-exhausted'] : seconds === 0 ? words.expired : undefined
  return (
    <div className={classes.status}>
      <p role="status">{end ?? delivery(step, resent, words)}</p>
      {end === undefined && (
        <>
          <p>{timeLeft(seconds, words.expiresIn)}</p>
          <p>{words.triesLeft({ count: step.triesLeft })}</p>
        </>
      )}
      <p className="visually-hidden" role="status">
        {end === undefined && spoken(seconds, words)}
      </p>
    </div>
  )
}
