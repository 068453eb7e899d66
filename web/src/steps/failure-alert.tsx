import type { Problem, ProblemCode } from '@muster/shared/problem'
import { type ReactNode, useContext } from 'react'
import { ProblemError, SilenceError, isProblem } from '../api/failure.ts'
import { useMessages } from '../messages/language.ts'
import { Alert } from '../ui/alert.tsx'
import { useCountdown } from '../ui/countdown.ts'
import { InForm } from '../ui/form.tsx'

/** Seconds a person must wait before they may send again. */
export const useWait = (failure: unknown): number =>
  useCountdown(() => (isProblem(failure, 'too-many-requests', 'in-progress') ? failure.secondsToWait() : 0))

/** A sentence that does not name the reference gets it beneath. */
type Sentence = string | ((words: { readonly reference: string }) => string)

/** The words of the problems that a page may meet. */
export type ProblemWords = { readonly [C in ProblemCode]?: Sentence }

type ProblemAlertProps = {
  readonly problem: Problem
  readonly wait: number | undefined
  readonly known: ProblemWords
  readonly more: ReactNode
}

const ProblemAlert = ({ problem, wait, known, more }: ProblemAlertProps) => {
  const { failure, problems } = useMessages()
  // The contract says which call may answer which problem, so that none is without its words here.
  const words = known[problem.code] ?? problems.unavailable
  const { reference } = problem
  const namesReference = typeof words === 'function'
  const [before, after] = namesReference ? words({ reference: '#' }).split('#') : [words]
  return (
    <Alert wait={wait} reference={namesReference || reference === '' ? undefined : reference}>
      <p>
        {before}
        {namesReference && <bdi dir="ltr">{reference}</bdi>}
        {after}
      </p>
      {more}
      {problem.link !== undefined && (
        <p>
          <a href={problem.link} target="_blank" rel="noreferrer">
            {failure.changePassword}
          </a>
        </p>
      )}
    </Alert>
  )
}

type FailureAlertProps = {
  readonly failure: unknown
  readonly known?: ProblemWords
  /** Stands beneath the words of a problem. */
  readonly more?: ReactNode
}

/** What went wrong with the last submission, in the person's words. */
export const FailureAlert = ({ failure, known, more }: FailureAlertProps) => {
  const { failure: words, problems, silence } = useMessages()
  const wait = useWait(failure)
  const isInForm = useContext(InForm)
  if (failure === null || failure === undefined) return null
  if (failure instanceof ProblemError)
    return (
      <ProblemAlert
        known={known ?? problems}
        more={more}
        problem={failure.problem}
        wait={isProblem(failure, 'too-many-requests', 'in-progress') ? wait : undefined}
      />
    )
  return (
    <Alert>
      <p>{silence[failure instanceof SilenceError ? failure.silence : 'garbled']}</p>
      {isInForm && <p>{words.stillHere}</p>}
    </Alert>
  )
}
