import { isIP } from 'node:net'
import * as z from 'zod/mini'
import type { PermittedHosts } from './adapters/permitted-hosts.ts'
import { RelayFile } from './adapters/relay-files.ts'
import type { Secrets } from './adapters/secrets-folder.ts'
import { ConfigError } from './config-error.ts'
import { parsedEnvironment, type Variables } from './common-config.ts'
import { fileOf, relayFileOf, secretOf } from './config-files.ts'
import { relayedHosts } from './networks.ts'
import { secretsOf, secretsVariables } from './secrets-settings.ts'
import { type TelemetryConfig, telemetryConfig, telemetryVariables } from './telemetry-config.ts'
import { type SmtpSettings, smtpOf, smtpVariables } from './smtp-settings.ts'

const port = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65_535))

const Environment = z.object({
  ...smtpVariables,
  ...telemetryVariables,
  MUSTER_PROFILE: z._default(z.enum(['production', 'demo']), 'production'),
  MUSTER_RELAY_KEYS_FILE: z.string(),
  MUSTER_RELAY_HOST: z._default(z.string(), '127.0.0.1'),
  MUSTER_RELAY_PORT: z._default(port, 4410),
  MUSTER_RELAY_TLS: z._default(z.enum(['own', 'proxy']), 'own'),
  MUSTER_RELAY_TLS_CERT_FILE: z.optional(z.string()),
  MUSTER_RELAY_TLS_KEY_FILE: z.optional(z.string()),
  MUSTER_RELAY_PRIVATE_HOST: z._default(z.string(), '127.0.0.1'),
  MUSTER_RELAY_PRIVATE_PORT: z._default(port, 4411),
  MUSTER_DIRECTORY_NETWORKS: z._default(z.string(), ''),
  ...secretsVariables,
})

export type RelayConfig = {
  readonly profile: 'production' | 'demo'
  readonly file: RelayFile
  readonly listen: {
    readonly host: string
    readonly port: number
    /** PEM; without it something in front ends TLS, or nothing leaves the machine. */
    readonly tls?: { readonly cert: string; readonly key: string }
  }
  readonly private: { readonly host: string; readonly port: number }
  /** Where directories may be, by this side's word: the accounts' settings come from the other. */
  readonly directoryHosts: PermittedHosts
  readonly secrets: Secrets
  readonly smtp: SmtpSettings
  readonly telemetry: TelemetryConfig
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

const tlsOf = (env: z.infer<typeof Environment>): RelayConfig['listen']['tls'] => {
  const { MUSTER_RELAY_TLS_CERT_FILE: cert, MUSTER_RELAY_TLS_KEY_FILE: key } = env
  if (cert !== undefined && key !== undefined)
    return {
      cert: fileOf('MUSTER_RELAY_TLS_CERT_FILE', cert),
      key: secretOf('MUSTER_RELAY_TLS_KEY_FILE', key),
    }
  if (cert !== undefined || key !== undefined)
    throw new ConfigError('MUSTER_RELAY_TLS_CERT_FILE and MUSTER_RELAY_TLS_KEY_FILE belong together')
  if (env.MUSTER_RELAY_TLS === 'own' && !isLoopback(env.MUSTER_RELAY_HOST))
    throw new ConfigError(
      `MUSTER_RELAY_HOST: ${env.MUSTER_RELAY_HOST} is reached from other machines; name MUSTER_RELAY_TLS_CERT_FILE and MUSTER_RELAY_TLS_KEY_FILE, or say MUSTER_RELAY_TLS=proxy where something in front ends TLS`,
    )
  return undefined
}

/** The relay's environment, read once and checked. @throws ConfigError that names the variable. */
export const readRelayConfig = (environment: Variables = process.env): RelayConfig => {
  const env = parsedEnvironment(Environment, environment)
  const tls = tlsOf(env)
  return {
    profile: env.MUSTER_PROFILE,
    file: relayFileOf('MUSTER_RELAY_KEYS_FILE', env.MUSTER_RELAY_KEYS_FILE, RelayFile),
    listen: { host: env.MUSTER_RELAY_HOST, port: env.MUSTER_RELAY_PORT, ...(tls === undefined ? {} : { tls }) },
    private: { host: env.MUSTER_RELAY_PRIVATE_HOST, port: env.MUSTER_RELAY_PRIVATE_PORT },
    directoryHosts: relayedHosts(env.MUSTER_PROFILE, env.MUSTER_DIRECTORY_NETWORKS),
    secrets: secretsOf(env, [
      env.MUSTER_RELAY_KEYS_FILE,
      env.MUSTER_RELAY_TLS_CERT_FILE,
      env.MUSTER_RELAY_TLS_KEY_FILE,
      env.MUSTER_SMTP_PASSWORD_FILE,
    ]),
    smtp: smtpOf(env),
    telemetry: telemetryConfig(env),
  }
}
