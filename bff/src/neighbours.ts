import { createLdapDirectory } from './adapters/ldap-directory.ts'
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
import type { SmtpSettings } from './smtp-settings.ts'

/** The company's directories and its mail server. */
export type Neighbours = {
  readonly directory: Directory
  readonly mailer: Mailer & { isReady(): Promise<boolean> }
  readonly close: () => void
}

/** What is asked from this process itself. */
export type Near = {
  readonly directoryHosts: PermittedHosts
  readonly secrets: Secrets
  readonly smtp: SmtpSettings
}

export const nearNeighbours = ({ directoryHosts, secrets, smtp }: Near, onBreaker: OnBreaker): Neighbours => {
  const mailer = createSmtpMailer({ ...smtp, onBreaker })
  return {
    directory: withSecretsIn(secrets, createLdapDirectory({ hosts: directoryHosts, onBreaker })),
    mailer,
    close: () => mailer.close(),
  }
}

type Trouble = RelayLineOptions['trouble']

/** The way to a relay; with `onBreaker` one that is left alone for a while after failing. */
export const openRelay = (relay: PortalFile, trouble: Trouble, onBreaker?: OnBreaker): RelayLine =>
  createRelayLine({
    ask: askOfPortal(relay, { fetch, clock: systemClock, chance: systemChance, neverConnected }),
    ...(onBreaker === undefined ? {} : { breaker: { clock: monotonicClock, onBreaker } }),
    greet: false,
    trouble,
  })

/** As the configuration says: from here, or through the relay. `trouble` is told of every request that the relay did not answer. */
export const openNeighbours = (config: Config, onBreaker: OnBreaker, trouble: Trouble): Neighbours => {
  const { neighbours } = config
  if (neighbours.kind === 'here') return nearNeighbours({ ...config, smtp: neighbours.smtp }, onBreaker)
  const line = openRelay(neighbours.relay, trouble, onBreaker)
  return { directory: createRelayDirectory(line), mailer: createRelayMailer(line), close: () => undefined }
}
