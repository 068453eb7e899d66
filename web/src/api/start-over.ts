import { call } from './client.ts'
import { useFlow } from './flow.ts'
import { laterRoutes } from './later-calls.ts'
import { useOneAtATime } from './one-at-a-time.ts'
import { type EnrollmentLink, reopen, type Standing } from './standing.ts'

/** Ends the enrollment, if there still is one, and opens a new one with the same link. */
export const useStartOver = (link: EnrollmentLink) => {
  const { arrive } = useFlow()
  return useOneAtATime<Standing, void>({
    mutationKey: [laterRoutes.startOver.name],
    mutationFn: async () => {
      await call(laterRoutes.startOver)
      return reopen(link)
    },
    onSuccess: arrive,
  })
}
