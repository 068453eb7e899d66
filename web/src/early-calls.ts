import { linkIn } from './account-path.ts'
import { askEarly } from './api/ask.ts'

/**
 * Opens the enrollment and asks for the account's profile before the pages are there. Only where the address is an
 * enrollment link: `/redirect` reads an enrollment and opens none, and what stands behind a `#` may decide otherwise.
 */
export const callEarly = ({ pathname, hash }: Pick<Location, 'pathname' | 'hash'>): void => {
  const link = linkIn(pathname)
  if (link === undefined || hash !== '' || globalThis.earlyAsks !== undefined) return
  const asks = (globalThis.earlyAsks = new Map())
  askEarly(asks, 'POST', '/api/enrollment', JSON.stringify(link))
  askEarly(asks, 'GET', `/api/accounts/${link.account}`)
}
