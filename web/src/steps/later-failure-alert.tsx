import { ProblemError } from '../api/failure.ts'
import { laterMessages } from '../messages/later.ts'
import { messages } from '../messages/messages.ts'
import { FailureAlert, type ProblemWords } from './failure-alert.tsx'

const known: ProblemWords = { ...messages.problems, ...laterMessages.problems }

type LaterFailureAlertProps = {
  readonly failure: unknown
  /** Words of this page alone, which go before the general ones. */
  readonly better?: ProblemWords
}

/** What went wrong on one of the later pages. */
export const LaterFailureAlert = ({ failure, better }: LaterFailureAlertProps) => {
  const left = failure instanceof ProblemError ? (failure.problem.triesLeft ?? 0) : 0
  return (
    <FailureAlert
      failure={failure}
      known={{ ...known, ...better }}
      more={left > 0 && <p>{laterMessages.emailCode.triesLeft(left)}</p>}
    />
  )
}
