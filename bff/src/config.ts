import * as z from 'zod/mini'
import type { KeysFile } from './adapters/keys.ts'
import type { PermittedHosts } from './adapters/permitted-hosts.ts'
import { PortalFile } from './adapters/relay-files.ts'
import type { Secrets } from './adapters/secrets-folder.ts'
import {
  type CommonConfig,
  commonConfig,
  commonVariables,
  keysIn,
  parsedEnvironment,
  type Variables,
} from './common-config.ts'
import { relayFileOf, secretOf } from './config-files.ts'
import { directoryHosts } from './networks.ts'
import { secretsOf, secretsVariables } from './secrets-settings.ts'
import { type TelemetryConfig, telemetryConfig, telemetryVariables } from './telemetry-config.ts'
import { type SmtpSettings, smtpOf, smtpVariables } from './smtp-settings.ts'

const port = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65_535))

const Environment = z.object({
  ...commonVariables,
  MUSTER_HOST: z._default(z.string(), '127.0.0.1'),
  MUSTER_PORT: z._default(port, 4400),
  MUSTER_PRIVATE_HOST: z._default(z.string(), '127.0.0.1'),
  MUSTER_PRIVATE_PORT: z._default(port, 4401),
  MUSTER_STORE: z._default(z.string().check(z.regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/)), 'sqlite:./muster.sqlite'),
  MUSTER_STORE_CONNECTIONS: z._default(z.coerce.number().check(z.int(), z.minimum(2), z.maximum(500)), 16),
  MUSTER_INSTANCES: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(10_000)), 1),
  MUSTER_WEB_ROOT: z.optional(z.string()),
  MUSTER_DIRECTORY_NETWORKS: z._default(z.string(), ''),
  MUSTER_KEYS_FILE: z.string(),
  ...secretsVariables,
  ...smtpVariables,
  ...telemetryVariables,
  MUSTER_RELAY_FILE: z.optional(z.string()),
  MUSTER_DEMO_DRAIN: z._default(z.enum(['demo', 'production']), 'demo'),
})

export type Config = CommonConfig & {
  readonly listen: { readonly host: string; readonly port: number }
  /** Health, readiness and metrics; never the public port. */
  readonly private: { readonly host: string; readonly port: number }
  readonly store: string
  /** How many lines to PostgreSQL this instance has at most, and how many instances there are. */
  readonly storeConnections: number
  readonly instances: number
  /** The folder of built pages, where this process serves them too. */
  readonly webRoot?: string
  /** Where accounts' directories may be. */
  readonly directoryHosts: PermittedHosts
  readonly keys: KeysFile
  /** The only folder that accounts name files in. */
  readonly secrets: Secrets
  /** Who asks directories and hands mails over: this process, or a relay near them. */
  readonly neighbours:
    | { readonly kind: 'here'; readonly smtp: SmtpSettings }
    | { readonly kind: 'relay'; readonly relay: PortalFile }
  readonly telemetry: TelemetryConfig
  /** How long the end takes: a demo has no load balancer that would have to hear of it. */
  readonly drain: 'demo' | 'production'
}

/** The environment, read once and checked. @throws ConfigError that names the variable. */
export const readConfig = (environment: Variables = process.env): Config => {
  const env = parsedEnvironment(Environment, environment)
  return {
    ...commonConfig(env),
    listen: { host: env.MUSTER_HOST, port: env.MUSTER_PORT },
    private: { host: env.MUSTER_PRIVATE_HOST, port: env.MUSTER_PRIVATE_PORT },
    store: env.MUSTER_STORE,
    storeConnections: env.MUSTER_STORE_CONNECTIONS,
    instances: env.MUSTER_INSTANCES,
    ...(env.MUSTER_WEB_ROOT === undefined ? {} : { webRoot: env.MUSTER_WEB_ROOT }),
    directoryHosts: directoryHosts(env.MUSTER_PROFILE, env.MUSTER_DIRECTORY_NETWORKS),
    keys: keysIn(`MUSTER_KEYS_FILE: ${env.MUSTER_KEYS_FILE}`, secretOf('MUSTER_KEYS_FILE', env.MUSTER_KEYS_FILE)),
    secrets: secretsOf(env, [env.MUSTER_KEYS_FILE, env.MUSTER_SMTP_PASSWORD_FILE, env.MUSTER_RELAY_FILE]),
    neighbours:
      env.MUSTER_RELAY_FILE === undefined
        ? { kind: 'here', smtp: smtpOf(env) }
        : { kind: 'relay', relay: relayFileOf('MUSTER_RELAY_FILE', env.MUSTER_RELAY_FILE, PortalFile) },
    telemetry: telemetryConfig(env),
    drain: env.MUSTER_PROFILE === 'demo' ? env.MUSTER_DEMO_DRAIN : 'production',
  }
}
