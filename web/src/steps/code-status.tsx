import type { StepOf } from '@muster/shared/step'
import { secondsUntil } from '../api/server-clock.ts'
import { timeLeft } from '../messages/format-later.ts'
import type { LaterMessages } from '../messages/later-messages.ts'
import { useLaterMessages } from '../messages/language.ts'
import { useCountdown } from '../ui/countdown.ts'
import { Words } from '../ui/facts.tsx'
import classes from './steps.module.css'

type Words = LaterMessages['emailCode']

/** When the remaining time is read out: each of these once, not every second. */
const spokenAt = [300, 120, 60] as const

/** What is read out now. Words that stayed any longer would be found there when they are true no more. */
const spoken = (seconds: number, words: Words): string => {
  const mark = spokenAt.find((limit) => seconds <= limit && seconds > limit - 5)
  return mark === undefined ? '' : timeLeft(mark, words.expiresIn)
}

const told = ({ delivery, codeNumber: number, from: sender }: StepOf<'email-code'>, words: Words): string => {
  switch (delivery) {
    case 'queued':
      return number > 1 ? words.again.queued({ number }) : words.delivery.queued
    case 'sent':
      return number > 1 ? words.again.sent({ number, sender }) : words.delivery.sent({ sender })
    case 'delayed':
    case 'failed':
      return words.delivery[delivery]
  }
}

/** The mail address in a sender's name, with its brackets. */
export const addressIn = (sender: string): string => /[(<]?[^\s()<>]+@[^\s()<>]+[)>]?/.exec(sender)?.[0] ?? sender

/** Why the code works no longer; nothing as long as it may. */
export const useCodeEnd = ({ triesLeft, codeExpiresAt }: StepOf<'email-code'>): string | undefined => {
  const { emailCode: words, problems } = useLaterMessages()
  const seconds = useCountdown(() => secondsUntil(codeExpiresAt))
  return triesLeft === 0 ? problems['code-exhausted'] : seconds === 0 ? words.expired : undefined
}

type CodeStatusProps = {
  readonly step: StepOf<'email-code'>
  readonly end: string | undefined
  /** An alert on this page says it already. */
  readonly isEndTold: boolean
}

/** How the code fares: its delivery, its time, its tries. */
export const CodeStatus = ({ step, end, isEndTold }: CodeStatusProps) => {
  const { emailCode: words } = useLaterMessages()
  const seconds = useCountdown(() => secondsUntil(step.codeExpiresAt))
  const hasFailed = end === undefined && step.delivery === 'failed'
  // A code that never left the house has no time that would matter, and no tries.
  const isOpen = end === undefined && !hasFailed
  return (
    <div className={classes.status}>
      <p className={hasFailed || end !== undefined ? classes.failed : undefined} role="status">
        {!(isEndTold && end !== undefined) && <Words text={end ?? told(step, words)} whole={[addressIn(step.from)]} />}
      </p>
      {isOpen && (
        <>
          <p>{timeLeft(seconds, words.expiresIn)}</p>
          <p>{words.triesLeft({ count: step.triesLeft })}</p>
        </>
      )}
      <p className="visually-hidden" role="status">
        {isOpen && spoken(seconds, words)}
      </p>
    </div>
  )
}
