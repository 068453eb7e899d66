import { createLdapDirectory } from './adapters/ldap-directory.ts'
import { observedDirectory, observedMailer, observedRelay } from './adapters/observed-neighbours.ts'
import { neverConnected } from './adapters/never-connected.ts'
import type { PermittedHosts } from './adapters/permitted-hosts.ts'
import { createRelayDirectory } from './adapters/relay-directory.ts'
import { askOfPortal } from './adapters/relay-ends.ts'
import type { PortalFile } from './adapters/relay-files.ts'
import { createRelayLine, type RelayLine, type RelayLineOptions } from './adapters/relay-line.ts'
import { createRelayMailer } from './adapters/relay-mailer.ts'
import { type Secrets, withSecretsIn } from './adapters/secrets-folder.ts'
import { createSmtpMailer } from './adapters/smtp-mailer.ts'
import { monotonicClock, systemChance, systemClock } from './adapters/system.ts'
import type { Config } from './config.ts'
import type { OnBreaker } from './ports/breaker-event.ts'
import type { Directory } from './ports/directory.ts'
import type { Mailer } from './ports/mailer.ts'
import type { Observe } from './ports/watch.ts'
import type { SmtpSettings } from './smtp-settings.ts'

/** The company's directories and its mail server. */
export type Neighbours = {
  readonly directory: Directory
  readonly mailer: Mailer & { isReady(): Promise<boolean> }
  readonly close: () => void
}

/** ms between looks for directories that nobody asks any more. */
const tidied = 60_000

/** What is asked from this process itself. */
export type Near = {
  readonly directoryHosts: PermittedHosts
  readonly secrets: Secrets
  readonly smtp: SmtpSettings
}

/** How what is asked is measured, and what a relay is told of the trace that it belongs to. */
export type Watch = {
  readonly observe: Observe
  readonly spans: { readonly headers: () => Readonly<Record<string, string>> }
}

export const nearNeighbours = (
  { directoryHosts, secrets, smtp }: Near,
  onBreaker: OnBreaker,
  { observe }: Pick<Watch, 'observe'>,
): Neighbours => {
  const mailer = createSmtpMailer({ ...smtp, onBreaker })
  const directory = createLdapDirectory({ hosts: directoryHosts, onBreaker })
  const tidying = setInterval(directory.tidy, tidied).unref()
  return {
    directory: observedDirectory(withSecretsIn(secrets, directory), observe),
    mailer: { ...observedMailer(mailer, observe), isReady: mailer.isReady },
    close: () => {
      clearInterval(tidying)
      mailer.close()
    },
  }
}

type Trouble = RelayLineOptions['trouble']

/** The way to a relay; with `onBreaker` one that is left alone for a while after failing. */
export const openRelay = (
  relay: PortalFile,
  trouble: Trouble,
  onBreaker?: OnBreaker,
  ask: typeof fetch = fetch,
): RelayLine =>
  createRelayLine({
    ask: askOfPortal(relay, { fetch: ask, clock: systemClock, chance: systemChance, neverConnected }),
    ...(onBreaker === undefined ? {} : { breaker: { clock: monotonicClock, onBreaker } }),
    greet: false,
    trouble,
  })

/** As the configuration says: from here, or through the relay. `trouble` is told of every request that the relay did not answer. */
export const openNeighbours = (config: Config, onBreaker: OnBreaker, trouble: Trouble, watch: Watch): Neighbours => {
  const { neighbours } = config
  const { observe, spans } = watch
  if (neighbours.kind === 'here') return nearNeighbours({ ...config, smtp: neighbours.smtp }, onBreaker, watch)
  const line = openRelay(neighbours.relay, trouble, onBreaker, observedRelay(fetch, observe, spans.headers))
  const mailer = createRelayMailer(line)
  return {
    directory: observedDirectory(createRelayDirectory(line), observe),
    mailer: { ...observedMailer(mailer, observe), isReady: mailer.isReady },
    close: () => undefined,
  }
}
