import { laterRoutes } from './later-calls.ts'
import { useQueryClient } from '@tanstack/react-query'
import { lookAgain, putStep } from './current-step.ts'
import { useOneAtATime } from './one-at-a-time.ts'
import { callForStep } from './standing.ts'

/** More time. The reply is put where the step is kept and moves nobody: who is changing their name goes on with that. */
export const useExtension = () => {
  const client = useQueryClient()
  return useOneAtATime<void, void>({
    mutationKey: [laterRoutes.extend.name],
    mutationFn: async () => putStep(client, await callForStep(laterRoutes.extend, {})),
    onError: () => void lookAgain(client).catch(() => undefined),
  })
}
