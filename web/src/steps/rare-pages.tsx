import { HandOverArrival } from './hand-over-arrival.tsx'
import { HandOverDialog } from './hand-over-dialog.tsx'
import { RefusedPage } from './refused-page.tsx'
import { WatchPage } from './watch-page.tsx'

/** What few people meet: a file of the build of its own, fetched behind the later pages. */
export const rarePages = { dialog: HandOverDialog, handOver: HandOverArrival, refused: RefusedPage, watch: WatchPage }
