import { createEntraIdentityProvider, type EntraOptions } from './adapters/entra-identity-provider.ts'
import { makeHandOffLinks } from './adapters/hand-off-links.ts'
import { createMailWords } from './adapters/mail-words.ts'
import { renderQr } from './adapters/qr-code.ts'
import { systemChance } from './adapters/system.ts'
import type { CommonConfig } from './common-config.ts'
import { deployment } from './domain/audit-events.ts'
import { shownSender } from './domain/sender.ts'
import { createApp } from './http/app.ts'
import type { OnBreaker } from './ports/breaker-event.ts'
import type { Ports } from './ports/ports.ts'
import type { Delivery } from './use-cases/send-outbox.ts'

type Edge = Parameters<typeof createApp>[1]

/** Where a runtime writes what happens, an event and what it is called. */
export type Log = Readonly<Record<'info' | 'warn' | 'error', (event: object, words?: string) => void>>

/** What became of a mail, with the reference of whose enrollment it tells. */
export const mailLine = ({ reference, ...mail }: Delivery): object => ({
  ...(reference === undefined ? {} : { reference }),
  mail,
})

/** The one place that hears of every dependency that is given up, and of its return. */
export const hearOfBreakers =
  (audit: Pick<Ports['audit'], 'append'>, log: Log, count: OnBreaker = () => undefined): OnBreaker =>
  (event) => {
    const { accountId = deployment, state, dependency, because } = event
    const type = state === 'open' ? 'breaker.open' : 'breaker.close'
    count(event)
    log.warn({ breaker: event }, type)
    audit
      .append(accountId, [{ type, data: { dependency, because } }])
      .catch((error: unknown) => log.error({ err: error }, 'a breaker is missing in the audit'))
  }

/** What a runtime brings to the portal: everything that keeps connections, or reads files. */
export type Brought = Omit<
  Ports,
  'chance' | 'identityProvider' | 'makeHandOff' | 'renderQr' | 'settings' | 'wordsIn' | 'sender'
>

type PortalConfig = Pick<CommonConfig, 'origin' | 'trustedProxies' | 'from' | 'entraEndpoints' | 'settings'>

/** The ports of the portal on any runtime. */
export const portalPorts = (
  config: PortalConfig,
  brought: Brought,
  onBreaker: OnBreaker,
  entra: Pick<EntraOptions, 'fetch' | 'keepUp'> = {},
): Ports => ({
  ...brought,
  chance: systemChance,
  identityProvider: createEntraIdentityProvider({
    ...entra,
    onBreaker,
    ...(config.entraEndpoints === undefined ? {} : { endpointsBase: config.entraEndpoints }),
  }),
  makeHandOff: makeHandOffLinks,
  renderQr,
  settings: config.settings,
  wordsIn: createMailWords(),
  sender: shownSender(config.from),
})

/** The portal on any runtime. `peerAddress` says who is at the other end; `watch` counts, where anybody collects it. */
export const createPortal = (
  config: PortalConfig,
  ports: Ports,
  log: Log,
  peerAddress: Edge['peerAddress'],
  watch: Pick<Edge, 'before' | 'load' | 'violated' | 'relayed'> = {},
): ReturnType<typeof createApp> =>
  createApp(ports, {
    ...watch,
    origin: config.origin,
    trustedProxies: config.trustedProxies,
    peerAddress,
    log: ({ error, ...event }) => log.error({ ...event, err: error }),
    violated: (violation) => {
      watch.violated?.(violation)
      log.warn({ violation }, 'a page was kept from something')
    },
  })
