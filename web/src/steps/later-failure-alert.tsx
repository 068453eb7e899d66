import { ProblemError } from '../api/failure.ts'
import { useLaterMessages, useMessages } from '../messages/language.ts'
import { FailureAlert, type ProblemWords } from './failure-alert.tsx'

type LaterFailureAlertProps = {
  readonly failure: unknown
  /** Words of this page alone, which go before the general ones. */
  readonly better?: ProblemWords
}

/** What went wrong on one of the later pages. */
export const LaterFailureAlert = ({ failure, better }: LaterFailureAlertProps) => {
  const { problems } = useMessages()
  const { problems: laterProblems, emailCode } = useLaterMessages()
  const left = failure instanceof ProblemError ? (failure.problem.triesLeft ?? 0) : 0
  return (
    <FailureAlert
      failure={failure}
      known={{ ...problems, ...laterProblems, ...better }}
      more={left > 0 && <p>{emailCode.triesLeft({ count: left })}</p>}
    />
  )
}
