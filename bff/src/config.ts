import * as z from 'zod/mini'
import { type KeysFile, parseKeys } from './adapters/keys.ts'
import type { PermittedHosts } from './adapters/permitted-hosts.ts'
import { ConfigError } from './config-error.ts'
import { parsedEnvironment, relayFileOf, secretOf, secretsFolderOf } from './config-files.ts'
import { demoSettings, type Settings, standardSettings } from './domain/limits.ts'
import { cloudsNamed, type EntraCloud } from './domain/entra-clouds.ts'
import { directoryHosts, readNetworks } from './networks.ts'
import { PortalFile } from './adapters/relay-files.ts'
import { overriddenSettings } from './settings-override.ts'
import { type SmtpSettings, smtpOf, smtpVariables } from './smtp-settings.ts'

const port = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65_535))
const url = (pattern: RegExp) => z.string().check(z.regex(pattern))

const Environment = z.object({
  MUSTER_PROFILE: z._default(z.enum(['production', 'demo']), 'production'),
  MUSTER_ORIGIN: z.string(),
  MUSTER_HOST: z._default(z.string(), '127.0.0.1'),
  MUSTER_PORT: z._default(port, 4400),
  MUSTER_PRIVATE_HOST: z._default(z.string(), '127.0.0.1'),
  MUSTER_PRIVATE_PORT: z._default(port, 4401),
  MUSTER_STORE: z._default(url(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/), 'sqlite:./muster.sqlite'),
  MUSTER_STORE_CONNECTIONS: z._default(z.coerce.number().check(z.int(), z.minimum(2), z.maximum(500)), 16),
  MUSTER_INSTANCES: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(10_000)), 1),
  MUSTER_WEB_ROOT: z.optional(z.string()),
  MUSTER_TRUSTED_PROXIES: z._default(z.string(), ''),
  MUSTER_DIRECTORY_NETWORKS: z._default(z.string(), ''),
  MUSTER_KEYS_FILE: z.string(),
  MUSTER_SECRETS_FOLDER: z._default(z.string().check(z.minLength(1)), '/etc/muster/secrets'),
  ...smtpVariables,
  MUSTER_RELAY_FILE: z.optional(z.string()),
  MUSTER_ENTRA_ENDPOINTS: z.optional(url(/^https?:\/\/[^/]+$/)),
  MUSTER_ENTRA_CLOUDS: z._default(z.string(), 'global'),
  MUSTER_TEST_CLOCK_OFFSET: z._default(z.coerce.number().check(z.int()), 0),
  MUSTER_DEMO_LIMITS: z._default(z.enum(['demo', 'production']), 'demo'),
  MUSTER_DEMO_DRAIN: z._default(z.enum(['demo', 'production']), 'demo'),
  MUSTER_SETTINGS: z._default(z.string(), '{}'),
})

export type Config = {
  readonly profile: 'production' | 'demo'
  /** Where browsers reach the portal: the only origin that is answered. */
  readonly origin: string
  readonly listen: { readonly host: string; readonly port: number }
  /** Health, readiness and metrics; never the public port. */
  readonly private: { readonly host: string; readonly port: number }
  readonly store: string
  /** How many lines to PostgreSQL this instance has at most, and how many instances there are. */
  readonly storeConnections: number
  readonly instances: number
  /** The folder of built pages, where this process serves them too. */
  readonly webRoot?: string
  readonly trustedProxies: readonly string[]
  /** Where accounts' directories may be. */
  readonly directoryHosts: PermittedHosts
  readonly keys: KeysFile
  /** The only folder that accounts name files in. */
  readonly secretsFolder: string
  /** Whom mails come from, as people see it. */
  readonly from: string
  /** Who asks directories and hands mails over: this process, or a relay near them. */
  readonly neighbours:
    | { readonly kind: 'here'; readonly smtp: SmtpSettings }
    | { readonly kind: 'relay'; readonly relay: PortalFile }
  /** The origin that stands in for Microsoft's; never in production. */
  readonly entraEndpoints?: string
  /** The hosts of Microsoft's that pages may talk to. */
  readonly entraClouds: readonly EntraCloud[]
  /** ms */
  readonly clockOffset: number
  readonly settings: Settings
  /** How long the end takes: a demo has no load balancer that would have to hear of it. */
  readonly drain: 'demo' | 'production'
}

const keysOf = (path: string): KeysFile => {
  const text = secretOf('MUSTER_KEYS_FILE', path)
  try {
    return parseKeys(text)
  } catch (error) {
    throw new ConfigError(`MUSTER_KEYS_FILE: ${path}: ${error instanceof Error ? error.message : 'is no keys file'}`)
  }
}

/** As browsers write it in `Origin`, letter by letter: any other spelling would refuse every call. */
const originOf = (text: string): string => {
  const parsed = URL.canParse(text) ? new URL(text) : undefined
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol))
    throw new ConfigError(`MUSTER_ORIGIN: "${text}" is no origin; write one such as https://enroll.acme.example`)
  if (parsed.origin !== text) throw new ConfigError(`MUSTER_ORIGIN: instead of "${text}" write ${parsed.origin}`)
  return text
}

const cloudsOf = (text: string): readonly EntraCloud[] => {
  try {
    return cloudsNamed(text)
  } catch (error) {
    throw new ConfigError(`MUSTER_ENTRA_CLOUDS: ${error instanceof Error ? error.message : ''}`)
  }
}

const refuseInProduction = (env: z.infer<typeof Environment>): void => {
  if (env.MUSTER_PROFILE !== 'production') return
  if (env.MUSTER_ENTRA_ENDPOINTS !== undefined)
    throw new ConfigError('MUSTER_ENTRA_ENDPOINTS is for the demo profile only')
  if (env.MUSTER_TEST_CLOCK_OFFSET !== 0) throw new ConfigError('MUSTER_TEST_CLOCK_OFFSET is for the demo profile only')
  if (!env.MUSTER_ORIGIN.startsWith('https://')) throw new ConfigError('MUSTER_ORIGIN must be https in production')
}

/** The environment, read once and checked. @throws ConfigError that names the variable. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>> = process.env): Config => {
  const env = parsedEnvironment(Environment, environment)
  const origin = originOf(env.MUSTER_ORIGIN)
  refuseInProduction(env)
  const relaxed = env.MUSTER_PROFILE === 'demo' && env.MUSTER_DEMO_LIMITS === 'demo'
  return {
    profile: env.MUSTER_PROFILE,
    origin,
    listen: { host: env.MUSTER_HOST, port: env.MUSTER_PORT },
    private: { host: env.MUSTER_PRIVATE_HOST, port: env.MUSTER_PRIVATE_PORT },
    store: env.MUSTER_STORE,
    storeConnections: env.MUSTER_STORE_CONNECTIONS,
    instances: env.MUSTER_INSTANCES,
    ...(env.MUSTER_WEB_ROOT === undefined ? {} : { webRoot: env.MUSTER_WEB_ROOT }),
    trustedProxies: readNetworks('MUSTER_TRUSTED_PROXIES', env.MUSTER_TRUSTED_PROXIES),
    directoryHosts: directoryHosts(env.MUSTER_PROFILE, env.MUSTER_DIRECTORY_NETWORKS),
    keys: keysOf(env.MUSTER_KEYS_FILE),
    secretsFolder: secretsFolderOf('MUSTER_SECRETS_FOLDER', env.MUSTER_SECRETS_FOLDER),
    from: env.MUSTER_SMTP_FROM,
    neighbours:
      env.MUSTER_RELAY_FILE === undefined
        ? { kind: 'here', smtp: smtpOf(env) }
        : { kind: 'relay', relay: relayFileOf('MUSTER_RELAY_FILE', env.MUSTER_RELAY_FILE, PortalFile) },
    ...(env.MUSTER_ENTRA_ENDPOINTS === undefined ? {} : { entraEndpoints: env.MUSTER_ENTRA_ENDPOINTS }),
    entraClouds: cloudsOf(env.MUSTER_ENTRA_CLOUDS),
    clockOffset: env.MUSTER_TEST_CLOCK_OFFSET,
    settings: overriddenSettings(env.MUSTER_SETTINGS, relaxed ? demoSettings : standardSettings),
    drain: env.MUSTER_PROFILE === 'demo' ? env.MUSTER_DEMO_DRAIN : 'production',
  }
}
