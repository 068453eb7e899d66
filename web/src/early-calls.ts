import { linkIn } from './account-path.ts'
import { askEarly } from './api/ask.ts'

/** A history entry of a browser that waits for another device's word has no enrollment of its own yet, and is to get none. */
const waits = (entry: unknown): boolean =>
  typeof entry === 'object' && entry !== null && 'kind' in entry && entry.kind === 'hand-over'

/**
 * Opens the enrollment and asks for the account's profile before the pages are there. Only where the address is an
 * enrollment link: `/redirect` reads an enrollment and opens none, and what stands behind a `#` may decide otherwise.
 * `entry`: what the history entry remembers.
 */
export const callEarly = ({ pathname, hash }: Pick<Location, 'pathname' | 'hash'>, entry?: unknown): void => {
  const link = linkIn(pathname)
  if (link === undefined || hash !== '' || waits(entry) || globalThis.earlyAsks !== undefined) return
  const asks = (globalThis.earlyAsks = new Map())
  askEarly(asks, 'POST', '/api/enrollment', JSON.stringify(link))
  askEarly(asks, 'GET', `/api/accounts/${link.account}`)
}
