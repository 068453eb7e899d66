import type { Problem } from '@muster/shared/problem'
import { ProblemError, SilenceError, isProblem } from '../api/failure.ts'
import { changePasswordLink, silence } from '../messages/en-problems.ts'
import { messages } from '../messages/messages.ts'
import { Alert } from '../ui/alert.tsx'
import { useCountdown } from '../ui/countdown.ts'

/** Seconds a person must wait before they may send again. */
export const useWait = (failure: unknown): number =>
  useCountdown(() => (isProblem(failure, 'too-many-requests', 'in-progress') ? failure.secondsToWait() : 0))

const ProblemWords = ({ problem, wait }: { problem: Problem; wait: number | undefined }) => {
  const words = messages.problems[problem.code]
  const namesReference = typeof words === 'function'
  return (
    <Alert wait={wait} reference={namesReference || problem.reference === '' ? undefined : problem.reference}>
      <p>{namesReference ? words({ reference: problem.reference }) : words}</p>
      {problem.triesLeft !== undefined && <p>{messages.triesLeft(problem.triesLeft)}</p>}
      {problem.link !== undefined && (
        <p>
          <a href={problem.link} target="_blank" rel="noreferrer">
            {changePasswordLink}
          </a>
        </p>
      )}
    </Alert>
  )
}

/** What went wrong with the last submission, in the person's words. */
export const FailureAlert = ({ failure }: { failure: unknown }) => {
  const wait = useWait(failure)
  if (failure === null || failure === undefined) return null
  if (failure instanceof ProblemError)
    return <ProblemWords problem={failure.problem} wait={isProblem(failure, 'too-many-requests', 'in-progress') ? wait : undefined} />
  return (
    <Alert>
      <p>{silence[failure instanceof SilenceError ? failure.silence : 'garbled']}</p>
    </Alert>
  )
}
