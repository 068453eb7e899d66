import type { Page, Route } from '@playwright/test'

/** ms after which the pages no longer wait for an answer. */
const patience = 30_000

type Cut = {
  /** What becomes of the request on its way. */
  readonly meddle: (route: Route) => Promise<void>
  /** What the person waits for, or does, once it was sent. */
  readonly then: (page: Page) => Promise<void>
  /** What the page says to it; nothing where it finds by itself that the server went on. */
  readonly told?: string
}

const nothing = (): Promise<void> => Promise.resolve()

/** The ways in which a connection ends in the middle of a submission. */
export const cuts = {
  'the request never arrives': {
    meddle: (route) => route.abort('connectionfailed'),
    then: nothing,
    told: 'You seem to be offline. Check your connection, then try again.',
  },
  'the answer is lost': {
    meddle: async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    },
    then: nothing,
  },
  'nothing ever comes back': {
    meddle: nothing,
    then: (page) => page.clock.fastForward(patience),
    told: 'The answer is taking too long. Check your connection, then try again.',
  },
  'nothing comes back of what was done, and the page is loaded anew': {
    meddle: async (route) => void (await route.fetch()),
    then: async (page) => void (await page.reload()),
  },
} as const satisfies Record<string, Cut>

/** Meddles with the next call of this name; resolves when that has been done to it. */
export const cutNext = async (page: Page, call: string, { meddle }: Cut): Promise<{ readonly done: Promise<void> }> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  await page.route(`**/api/enrollment/${call}`, (route) => meddle(route).then(resolve, reject), { times: 1 })
  return { done: promise }
}
