import type { Call } from './calls.ts'
import { call } from './client.ts'

const route: Call<'declineHandOver'> = {
  name: 'declineHandOver',
  method: 'POST',
  path: '/api/hand-over/decline',
  reply: undefined,
}

/** The enrollment is not this person's: it ends, and the first device shows it. Unheard, it ends by itself. */
export const declineHandOver = (): Promise<unknown> => call(route, {}).catch(() => undefined)
