import { HandOverArrival } from './hand-over-arrival.tsx'
import { HandOverDialog } from './hand-over-dialog.tsx'
import { DeploymentFoot, DeploymentHelp } from './own-parts.tsx'
import { RefusedPage } from './refused-page.tsx'
import { WatchPage } from './watch-page.tsx'

/** What few people meet: a file of the build of its own, fetched behind the later pages; and what a deployment says of itself. */
export const rarePages = {
  dialog: HandOverDialog,
  foot: DeploymentFoot,
  handOver: HandOverArrival,
  help: DeploymentHelp,
  refused: RefusedPage,
  watch: WatchPage,
}
