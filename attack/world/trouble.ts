import type { PortalAnswer } from '@muster/demo/world/portal-client'
import { expect } from 'vitest'

/** What a loaded machine of two cores may take beside the waiting itself. ms */
const margin = 15_000

/** An answer with the time that it took, ms. */
export type Timed<T> = { readonly value: T; readonly ms: number }

export const timed = async <T>(work: () => Promise<T>): Promise<Timed<T>> => {
  const began = performance.now()
  const value = await work()
  return { value, ms: performance.now() - began }
}

/**
 * A person is told the truth about trouble that is not theirs, and when to come again (STANDARD 6), within the time
 * that the dependency has (STANDARD 10). ms, seconds
 */
export const expectTrouble = (
  { value: { status, headers, body }, ms }: Timed<PortalAnswer>,
  told: { readonly within: number; readonly retryAfter: number },
): void => {
  expect({ status, type: headers.get('content-type'), retryAfter: headers.get('retry-after'), body }).toEqual({
    status: 503,
    type: 'application/problem+json',
    retryAfter: String(told.retryAfter),
    body: {
      type: 'urn:muster:problem:unavailable',
      title: 'Our sign-in service is having trouble. Nothing was registered. Try again in a minute.',
      status: 503,
      code: 'unavailable',
      reference: expect.stringMatching(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/),
      retryAfter: told.retryAfter,
    },
  })
  expect(ms).toBeLessThan(told.within + margin)
}
