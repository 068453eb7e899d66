import { consoleLog } from './edge-log.ts'
import { createWorker } from './edge-worker.ts'

/** The portal in workerd: what the platform calls for each request, and by the clock. @public */
// oxlint-disable-next-line import/no-default-export -- the platform looks for it there
export default createWorker({
  // Called through: a detached `fetch` is refused.
  fetch: (...request) => fetch(...request),
  // oxlint-disable-next-line no-console -- it is all that a Worker can write to
  log: consoleLog((line) => console.log(line)),
})
