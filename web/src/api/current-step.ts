import { routes } from './calls.ts'
import type { Step } from '@muster/shared/step'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { isProblem, SilenceError } from './failure.ts'
import { callForStep, type EnrollmentLink, type Standing } from './standing.ts'

const queryKey = ['step'] as const

const isOnItsWay = ({ step }: Standing): boolean =>
  step.kind === 'email-code' && (step.delivery === 'queued' || step.delivery === 'delayed')

/** Nothing comes after these: they stay, though the cookie ends before the person is done with what they say. */
const isFinal = ({ kind }: Step): boolean => kind === 'enrolled' || kind === 'refused' || kind === 'expired'

/** Whether the enrollment ends with its time, of which a person is to be warned. */
export const endsByItself = (step: Step): boolean => !isFinal(step)

/** The person comes back to the tab, or the network does: reading is no activity, opening is one of few. */
const looksAgain =
  (client: QueryClient) =>
  ({ state: { data, error } }: { state: { data: Standing | undefined; error: Error | null } }) =>
    // A read that overtakes a submission would show the step before it.
    client.isMutating() === 0 && (data === undefined ? error instanceof SilenceError : !isFinal(data.step)) && 'always'

/**
 * The one query: where the enrollment stands. First it is opened, which with a live cookie answers the present step;
 * afterwards it is read, and one that is gone is not opened behind the person's back. While a code is on its way it is
 * read every 3 seconds, and so is what nobody answered: a browser may tell too early that there is a network again.
 */
export const currentStep = (client: QueryClient, link: EnrollmentLink) =>
  queryOptions({
    queryKey,
    queryFn: ({ signal }): Promise<Standing> =>
      client.getQueryData(queryKey) === undefined
        ? callForStep(routes.open, link, { signal })
        : callForStep(routes.current, undefined, { signal }),
    refetchInterval: ({ state: { data, error } }) =>
      !isProblem(error, 'no-enrollment', 'handed-over') &&
      (data === undefined ? error instanceof SilenceError : isOnItsWay(data)) &&
      3000,
    refetchOnWindowFocus: looksAgain(client),
    refetchOnReconnect: looksAgain(client),
  })

/** What running reads would still bring is old by now. */
export const dropReads = (client: QueryClient): Promise<void> => client.cancelQueries({ queryKey })

/** A reply is the next step. */
export const putStep = async (client: QueryClient, standing: Standing): Promise<void> => {
  await dropReads(client)
  client.setQueryData(queryKey, standing)
}

/** Reads the step anew; throws if it cannot be read. */
export const lookAgain = async (client: QueryClient): Promise<Step | undefined> => {
  await client.refetchQueries({ queryKey }, { throwOnError: true })
  return client.getQueryData<Standing>(queryKey)?.step
}
