import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { postgresObstacle, startPostgres } from '../demo/src/services/postgres.ts'
import { sambaObstacle, startSamba } from '../demo/src/services/samba.ts'

/** What tests meet for real, while it runs. */
export interface Neighbours {
  /** Where they are, as environment of the tests. */
  readonly env: Readonly<Record<string, string>>
  /** One line for each that this machine cannot run. */
  readonly obstacles: readonly string[]
  stop(): Promise<void>
}

/** Starts the directory and the database in `folder`. A neighbour that is installed but does not start is an error. */
export async function startNeighbours(folder: string): Promise<Neighbours> {
  const env: Record<string, string> = {}
  const obstacles: string[] = []
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    const ends = await Promise.allSettled(stops.map((end) => end()))
    for (const end of ends) if (end.status === 'rejected') console.error(end.reason)
  }

  const withSamba = async () => {
    const obstacle = await sambaObstacle()
    if (obstacle !== undefined) return void obstacles.push(obstacle)
    const samba = await startSamba({ home: join(folder, 'dc') })
    stops.push(() => samba.stop())
    Object.assign(env, {
      MUSTER_TEST_LDAPS_URL: samba.urls.join(' '),
      MUSTER_TEST_LDAPS_CA: samba.caFile,
      MUSTER_TEST_LDAP_BASE: samba.base,
      MUSTER_TEST_LDAP_SERVICE_DN: samba.service.dn,
      MUSTER_TEST_LDAP_SERVICE_PASSWORD: samba.service.password,
    })
  }
  const withPostgres = async () => {
    const obstacle = await postgresObstacle()
    if (obstacle !== undefined) return void obstacles.push(obstacle)
    const postgres = await startPostgres({ home: join(folder, 'postgres'), fsync: false })
    stops.push(() => postgres.stop())
    // A machine that stands still for a moment is no fault of the statement under test; limits have tests of their own.
    env['MUSTER_TEST_POSTGRES_URL'] = `${postgres.url}?statement_timeout=60000&query_timeout=60000`
  }

  const starts = await Promise.allSettled([withSamba(), withPostgres()])
  const failed = starts.find((start) => start.status === 'rejected')
  if (failed === undefined) return { env, obstacles, stop }
  await stop()
  throw failed.reason
}

/** Why no browser can run on this machine, in one line; undefined when one can. */
export function browserObstacle(root: string): string | undefined {
  const require = createRequire(join(root, 'e2e/package.json'))
  const { chromium }: { readonly chromium: { executablePath(): string } } = require('@playwright/test')
  const debians = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
  if ([...debians, chromium.executablePath()].some((file) => existsSync(file))) return undefined
  return 'no browser: install Chromium, or run npx playwright install chromium in e2e'
}
