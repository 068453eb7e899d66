import type { DirectoryJournal, Lockout } from '../directory/demo-directory.ts'
import type { SimulatedEntra } from '../entra/simulated-entra.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import type { RestartOptions } from './supervisor.ts'

/**
 * - `node`: one process · `two-instances`: two on one PostgreSQL, asked in turn
 * - `relay`: one process, which asks directory and mail server through a relay
 * - `edge`: workerd, on PostgreSQL and through a relay
 */
export const shapes = ['node', 'two-instances', 'relay', 'edge'] as const
export type Shape = (typeof shapes)[number]

export type WorldOptions = {
  /** Of the one origin; 0 takes a free one. */
  readonly port: number
  /** Folder for all state, made anew at each start (a Samba's own part is kept for its speed). One world a folder. */
  readonly home: string
  readonly directory?: 'simulated' | 'samba'
  /** `sqlite` in `home`, or the URL of an empty PostgreSQL database. A shape that needs one has a server of its own else. */
  readonly store?: 'sqlite' | `postgres${string}`
  /** What the portal consists of; `node` unless said otherwise. */
  readonly shape?: Shape
  /** https with a certificate of the world's own authority (`caFile`), for `host`, localhost and this machine's addresses. */
  readonly https?: boolean
  /** The name or address in the origin, `localhost` unless said otherwise; any other listens on every interface. */
  readonly host?: string
  /** Another name of this machine for the simulated Entra, which makes it another site to browsers; `host` unless said otherwise. */
  readonly entraHost?: string
  /** Rate limits and floors: the relaxed ones of the demo, or production's numbers. */
  readonly limits?: 'demo' | 'production'
  /** ms by which the store's clock is moved. */
  readonly clockOffset?: number
  /** Where the built pages are; `web/dist` unless said otherwise, none where it does not exist. */
  readonly webRoot?: string
  /** Who serves the pages: the portal itself, or nginx from Debian in front of a portal that has none. */
  readonly pages?: 'portal' | 'nginx'
  /** The accounts' links lead to pages of this world (`/demo/company/…`), for people; otherwise to nobody, for tests. */
  readonly companyPages?: boolean
  /** Keeps what happens to the portal's process from `report`. */
  readonly quiet?: boolean
  /** One line for people; the standard error unless said otherwise. */
  readonly report?: (line: string) => void
}

/** How a command of `muster` ended. */
export type MusterRun = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Everything that runs, and handles on it for tests. */
export type World = {
  /** Where browsers go, without a slash at the end. */
  readonly origin: string
  /** The portal itself, past the front: `X-Forwarded-For` is believed there as well. */
  readonly bffOrigin: string
  /** Health, readiness and metrics of the portal; of its first instance; of nobody at the edge. */
  readonly privateOrigin: string
  /** The process as it is now; the first of several. */
  readonly bffPid: number
  /** PEM file of the authority of every certificate here, but Samba's. */
  readonly caFile: string
  /** The folder that the pages are served from; nginx has a copy of its own. */
  readonly pagesFolder: string
  readonly store: string
  readonly mailbox: Mailbox
  readonly entra: SimulatedEntra
  readonly directory: {
    readonly kind: 'simulated' | 'samba'
    readonly journal: DirectoryJournal
    lockout(username: string): Promise<Lockout>
    restore(): Promise<void>
  }
  /** Ends the portal's process and starts it again on the same ports and store. */
  restartBff(options?: RestartOptions): Promise<void>
  /** The operator's command line against this world's store, beside the running portal. */
  runMuster(args: readonly string[]): Promise<MusterRun>
  /** Ends everything, within five seconds (Samba may take one more). */
  stop(): Promise<void>
}
