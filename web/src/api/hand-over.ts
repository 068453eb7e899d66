import { HandOverSeen, HandOverTaken, Offer } from '@muster/shared/hand-over'
import type { handOverRoutes as contract } from '@muster/shared/hand-over-contract'
import { Step } from '@muster/shared/step'
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type { Call } from './calls.ts'
import { call } from './client.ts'
import { lookAgain, putStep } from './current-step.ts'
import { isProblem } from './failure.ts'
import { useOneAtATime } from './one-at-a-time.ts'
import { callForStep, type Standing } from './standing.ts'

const first = '/api/enrollment/hand-over'
const second = '/api/hand-over'

/** The calls, as those of the first page: without the schemas of what is sent. */
const handOverRoutes: { readonly [N in Exclude<keyof typeof contract, 'declineHandOver'>]: Call<N> } = {
  offerHandOver: { name: 'offerHandOver', method: 'POST', path: first, reply: Offer },
  handOver: { name: 'handOver', method: 'GET', path: first, reply: HandOverSeen },
  answerHandOver: { name: 'answerHandOver', method: 'POST', path: `${first}/number`, reply: HandOverSeen },
  redeemHandOver: { name: 'redeemHandOver', method: 'POST', path: second, reply: HandOverTaken },
  takenHandOver: { name: 'takenHandOver', method: 'GET', path: second, reply: HandOverTaken },
  continueHandOver: { name: 'continueHandOver', method: 'POST', path: `${second}/continue`, reply: Step },
}

const firstKey = ['hand-over'] as const
const secondKey = ['hand-over', 'taken'] as const
/** What one screen does shows on the other within so many ms. */
const pace = 2000

const isOver = (seen: HandOverSeen | undefined): boolean =>
  seen?.kind === 'watching' && ['enrolled', 'refused', 'expired'].includes(seen.step)

/** How the first device sees it: read every two seconds, until there is nothing more to come. */
export const handOverSeen = queryOptions({
  queryKey: firstKey,
  queryFn: async ({ signal }) => (await call(handOverRoutes.handOver, undefined, { signal })).reply,
  refetchInterval: ({ state: { data, error } }) =>
    isOver(data) || isProblem(error, 'no-enrollment', 'hand-over-ended') ? false : pace,
  refetchOnMount: 'always',
  gcTime: 0,
})

/** A code to scan; none where another device has taken one already, and waits. */
export const useOffer = () => {
  const client = useQueryClient()
  return useOneAtATime<Offer | undefined, void>({
    mutationKey: [handOverRoutes.offerHandOver.name],
    mutationFn: async () => {
      const { reply: seen } = await call(handOverRoutes.handOver)
      client.setQueryData(firstKey, seen)
      return seen.kind === 'taken' ? undefined : (await call(handOverRoutes.offerHandOver, {})).reply
    },
    onSuccess: () => client.invalidateQueries({ queryKey: firstKey }),
  })
}

/** Says which number the other device shows, or `none`. */
export const useNumber = () => {
  const client = useQueryClient()
  return useOneAtATime<HandOverSeen, string>({
    mutationKey: [handOverRoutes.answerHandOver.name],
    mutationFn: async (number) => (await call(handOverRoutes.answerHandOver, { number })).reply,
    onSuccess: async (seen) => {
      client.setQueryData(firstKey, seen)
      // From now on the step is another device's, and reading it says so.
      if (seen.kind === 'watching') await lookAgain(client).catch(() => undefined)
    },
  })
}

/** How the second device sees it, from when it has used the code. */
export const handOverTaken = (waits: boolean) =>
  queryOptions({
    queryKey: secondKey,
    queryFn: async ({ signal }) => (await call(handOverRoutes.takenHandOver, undefined, { signal })).reply,
    enabled: waits,
    refetchInterval: ({ state: { error } }) => (isProblem(error, 'hand-over-ended') ? false : pace),
    refetchOnMount: 'always',
    gcTime: 0,
  })

/** Uses the code up; this browser waits from then on. */
export const useRedemption = (account: string, code: string) => {
  const client = useQueryClient()
  return useOneAtATime<HandOverTaken, void>({
    mutationKey: [handOverRoutes.redeemHandOver.name],
    mutationFn: async () => (await call(handOverRoutes.redeemHandOver, { account, code })).reply,
    onSuccess: (taken) => void client.setQueryData(secondKey, taken),
  })
}

/** The enrollment goes on in this browser. */
export const useContinuation = (onArrival: (step: Step) => void) => {
  const client = useQueryClient()
  return useOneAtATime<Standing, void>({
    mutationKey: [handOverRoutes.continueHandOver.name],
    mutationFn: () => callForStep(handOverRoutes.continueHandOver, {}),
    onSuccess: async (standing) => {
      await putStep(client, standing)
      onArrival(standing.step)
    },
  })
}
