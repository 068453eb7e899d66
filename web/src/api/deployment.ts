import { Deployment } from '@muster/shared/deployment'
import { queryOptions } from '@tanstack/react-query'

/** A host that knows no such file answers with the page of every other address. */
const isThere = (response: Response): boolean =>
  response.ok && (response.headers.get('content-type')?.includes('json') ?? false)

/** For the operator; people see the page as it is without the file. */
const passOver = (why: unknown): Deployment => {
  // oxlint-disable-next-line no-console -- the only place where an operator looks; no person is told
  console.warn('config.json is passed over. `muster pages check <folder>` tells what is wrong with it.', why)
  return {}
}

/** What this deployment says of itself, or nothing: no page waits for it, and none breaks by it. */
export const deployment = queryOptions({
  queryKey: ['deployment'],
  queryFn: async ({ signal }): Promise<Deployment> => {
    const response = await fetch('/config.json', { cache: 'no-cache', priority: 'low', signal })
    if (!isThere(response)) return {}
    const json: unknown = await response.json().catch(passOver)
    const { success, data, error } = Deployment.safeParse(json)
    return success ? data : passOver(error.issues)
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
})
