import { lazy } from 'react'
import { besidePage } from './beside-page.ts'
import { fetchLaterPages } from './fetch-later.ts'

/** Going on elsewhere: it comes with the later pages. */
export const ContinueElsewhere = besidePage(async () => (await fetchLaterPages()).laterParts.elsewhere)
export const HandOverArrival = lazy(async () => ({ default: (await fetchLaterPages()).asidePages['hand-over'] }))
export const WatchPage = lazy(async () => ({ default: (await fetchLaterPages()).asidePages.watch }))
