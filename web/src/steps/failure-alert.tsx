import type { Problem, ProblemCode } from '@muster/shared/problem'
import { ProblemError, SilenceError, isProblem } from '../api/failure.ts'
import { changePasswordLink, type Sentence, silence } from '../messages/en-problems.ts'
import { messages } from '../messages/messages.ts'
import { Alert } from '../ui/alert.tsx'
import { useCountdown } from '../ui/countdown.ts'

/** Seconds a person must wait before they may send again. */
export const useWait = (failure: unknown): number =>
  useCountdown(() => (isProblem(failure, 'too-many-requests', 'in-progress') ? failure.secondsToWait() : 0))

/** The words of the problems that a page may meet. */
export type ProblemWords = { readonly [C in ProblemCode]?: Sentence }

type ProblemAlertProps = { readonly problem: Problem; readonly wait: number | undefined; readonly known: ProblemWords }

const ProblemAlert = ({ problem, wait, known }: ProblemAlertProps) => {
  // The contract says which call may answer which problem, so that none is without its words here.
  const words = known[problem.code] ?? messages.problems.unavailable
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
export const FailureAlert = ({ failure, known = messages.problems }: { failure: unknown; known?: ProblemWords }) => {
  const wait = useWait(failure)
  if (failure === null || failure === undefined) return null
  if (failure instanceof ProblemError)
    return (
      <ProblemAlert
        known={known}
        problem={failure.problem}
        wait={isProblem(failure, 'too-many-requests', 'in-progress') ? wait : undefined}
      />
    )
  return (
    <Alert>
      <p>{silence[failure instanceof SilenceError ? failure.silence : 'garbled']}</p>
    </Alert>
  )
}
