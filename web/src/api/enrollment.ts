import { routes } from '@muster/shared/contract'
import type { Body, Route } from '@muster/shared/route'
import type { Step } from '@muster/shared/step'
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type * as z from 'zod/mini'
import { call } from './client.ts'
import { isProblem, ProblemError } from './failure.ts'
import { useFlow } from './flow.ts'

/** What an enrollment link says. */
export type EnrollmentLink = { readonly account: string; readonly request?: string }

const stepKey = ['step'] as const

const isOnItsWay = (step: Step | undefined): boolean =>
  step?.kind === 'email-code' && (step.delivery === 'queued' || step.delivery === 'delayed')

/**
 * The one query: where the enrollment stands. First it is opened, which with a live cookie answers the present step;
 * afterwards it is read, which counts as no activity. While a code is on its way it is read every 3 seconds.
 */
export const currentStep = (link: EnrollmentLink) =>
  queryOptions({
    queryKey: stepKey,
    queryFn: async ({ client, signal }): Promise<Step> => {
      const open = () => call(routes.open, link, { signal })
      if (client.getQueryData(stepKey) === undefined) return open()
      try {
        return await call(routes.current, undefined, { signal })
      } catch (failure) {
        if (isProblem(failure, 'no-enrollment')) return open()
        throw failure
      }
    },
    refetchInterval: ({ state }) => (isOnItsWay(state.data) ? 3000 : false),
  })

/** What anybody may know of the account. */
export const accountProfile = (account: string) =>
  queryOptions({
    queryKey: ['profile', account],
    queryFn: ({ signal }) => call(routes.profile, undefined, { parameters: { account }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** A reply is the next step: it takes the place of whatever a running read would still bring. */
export const putStep = async (client: QueryClient, step: Step): Promise<void> => {
  await client.cancelQueries({ queryKey: stepKey })
  client.setQueryData(stepKey, step)
}

type StepRoute<B extends z.ZodMiniType> = Route<B, typeof Step>

/**
 * One submission. Its variable is the form itself, read when it is sent: so that no password outlives its field.
 * `read` makes the body of the form; `headers` of the body.
 */
export const useSubmission = <B extends z.ZodMiniType>(
  route: StepRoute<B>,
  read: (form: FormData) => Body<StepRoute<B>>,
  headers?: (body: Body<StepRoute<B>>) => Record<string, string>,
) => {
  const client = useQueryClient()
  const { arrive, catchUp } = useFlow()
  return useMutation<Step, Error, HTMLFormElement | undefined>({
    mutationKey: [route.name],
    mutationFn: (form) => {
      const body = read(new FormData(form))
      return call(route, body, headers === undefined ? {} : { headers: headers(body) })
    },
    onMutate: () => client.cancelQueries({ queryKey: stepKey }),
    onSuccess: (reply) => arrive(reply),
    onError: async (failure) => {
      if (isProblem(failure, 'wrong-step', 'no-enrollment')) return catchUp()
      const readAnew = client.refetchQueries({ queryKey: stepKey })
      // A problem may have moved the step (an expired password, spent tries, a used nonce): that comes before its words.
      // After silence nobody is kept waiting a second time; should a reply have been lost, the step shows it.
      if (failure instanceof ProblemError) await readAnew
    },
  })
}

/** Ends the enrollment and opens a new one with the same link. */
export const useStartOver = (link: EnrollmentLink) => {
  const { arrive } = useFlow()
  return useMutation({
    mutationKey: [routes.startOver.name],
    mutationFn: async () => {
      await call(routes.startOver)
      return call(routes.open, link)
    },
    onSuccess: arrive,
  })
}
