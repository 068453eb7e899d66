import type { Step } from '@muster/shared/step'
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { type BodyOf, type Call, routes, type StepCall } from './calls.ts'
import { call } from './client.ts'
import { dropReads } from './current-step.ts'
import { useFlow } from './flow.ts'
import { useOneAtATime } from './one-at-a-time.ts'
import { callForStep, ifMatch, type Standing } from './standing.ts'

/** What anybody may know of the account. */
export const accountProfile = (account: string) =>
  queryOptions({
    queryKey: ['profile', account],
    queryFn: async ({ signal }) => (await call(routes.profile, undefined, { parameters: { account }, signal })).reply,
    staleTime: Number.POSITIVE_INFINITY,
  })

/**
 * One submission, meant for the step that is shown. Its variable is the form itself, read when it is sent: so that no
 * password outlives its field. `read` makes the body of the form; `headers` of the body. `onArrival`: the reply is shown.
 */
export const useSubmission = <N extends StepCall>(
  route: Call<N, typeof Step>,
  read: (form: FormData) => BodyOf<N>,
  headers?: (body: BodyOf<N>) => Record<string, string>,
  onArrival?: (next: Standing) => void,
) => {
  const client = useQueryClient()
  const { tag, arrive, recover } = useFlow()
  return useOneAtATime<Standing, HTMLFormElement | undefined>({
    mutationKey: [route.name],
    onMutate: () => dropReads(client),
    mutationFn: async (form) => {
      const body = read(new FormData(form))
      try {
        return await callForStep(route, body, { headers: { ...headers?.(body), ...ifMatch(tag) } })
      } catch (failure) {
        // Before its words are shown: a problem may have moved the step (an expired password, spent tries, a used nonce).
        await recover(failure)
        throw failure
      }
    },
    onSuccess: async (next) => {
      await arrive(next)
      onArrival?.(next)
    },
  })
}
