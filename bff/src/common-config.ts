import * as z from 'zod/mini'
import { type KeysFile, parseKeys } from './adapters/keys.ts'
import { parseRelayFile } from './adapters/relay-files.ts'
import { ConfigError } from './config-error.ts'
import { cloudsNamed, type EntraCloud } from './domain/entra-clouds.ts'
import { demoSettings, type Settings, standardSettings } from './domain/limits.ts'
import { readNetworks } from './named-networks.ts'
import { overriddenSettings } from './settings-override.ts'

/** What the portal is told on every runtime. */
export const commonVariables = {
  MUSTER_PROFILE: z._default(z.enum(['production', 'demo']), 'production'),
  MUSTER_ORIGIN: z.string(),
  MUSTER_TRUSTED_PROXIES: z._default(z.string(), ''),
  MUSTER_SMTP_FROM: z.string(),
  MUSTER_ENTRA_ENDPOINTS: z.optional(z.string().check(z.regex(/^https?:\/\/[^/]+$/))),
  MUSTER_ENTRA_CLOUDS: z._default(z.string(), 'global'),
  MUSTER_TEST_CLOCK_OFFSET: z._default(z.coerce.number().check(z.int()), 0),
  MUSTER_DEMO_LIMITS: z._default(z.enum(['demo', 'production']), 'demo'),
  MUSTER_SETTINGS: z._default(z.string(), '{}'),
}
const Common = z.object(commonVariables)

export type CommonConfig = {
  readonly profile: 'production' | 'demo'
  /** Where browsers reach the portal: the only origin that is answered. */
  readonly origin: string
  readonly trustedProxies: readonly string[]
  /** Whom mails come from. */
  readonly from: string
  /** The origin that stands in for Microsoft's; never in production. */
  readonly entraEndpoints?: string
  /** The hosts of Microsoft's that pages may talk to. */
  readonly entraClouds: readonly EntraCloud[]
  /** ms */
  readonly clockOffset: number
  readonly settings: Settings
}

/** What a runtime is told, by variable; what is no text is none of ours. */
export type Variables = Readonly<Record<string, unknown>>

/** @throws ConfigError that names every variable which is missing or wrong. */
export const parsedEnvironment = <T>(schema: z.ZodMiniType<T>, variables: Variables): T => {
  const parsed = schema.safeParse(variables)
  if (parsed.success) return parsed.data
  throw new ConfigError(
    parsed.error.issues
      .map(
        ({ path, message }) =>
          `${path.join('.')}: ${variables[String(path[0])] === undefined ? 'is not set' : message}`,
      )
      .join('\n'),
  )
}

/** The keys in a text. `where` it was found goes before what is wrong. @throws ConfigError */
export const keysIn = (where: string, text: string): KeysFile => {
  try {
    return parseKeys(text)
  } catch (error) {
    throw new ConfigError(`${where}: ${error instanceof Error ? error.message : 'is no keys file'}`)
  }
}

/** One of the two files of a relay, as `muster relay init` makes them. @throws ConfigError */
export const relayIn = <F>(where: string, schema: z.ZodMiniType<F>, text: string): F => {
  try {
    return parseRelayFile(schema, text)
  } catch (error) {
    throw new ConfigError(`${where}: ${error instanceof Error ? error.message : 'cannot be used'}`)
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

const refuseInProduction = (env: z.infer<typeof Common>): void => {
  if (env.MUSTER_PROFILE !== 'production') return
  if (env.MUSTER_ENTRA_ENDPOINTS !== undefined)
    throw new ConfigError('MUSTER_ENTRA_ENDPOINTS is for the demo profile only')
  if (env.MUSTER_TEST_CLOCK_OFFSET !== 0) throw new ConfigError('MUSTER_TEST_CLOCK_OFFSET is for the demo profile only')
  if (!env.MUSTER_ORIGIN.startsWith('https://')) throw new ConfigError('MUSTER_ORIGIN must be https in production')
}

/** @throws ConfigError that names the variable. */
export const commonConfig = (env: z.infer<typeof Common>): CommonConfig => {
  const origin = originOf(env.MUSTER_ORIGIN)
  refuseInProduction(env)
  const relaxed = env.MUSTER_PROFILE === 'demo' && env.MUSTER_DEMO_LIMITS === 'demo'
  return {
    profile: env.MUSTER_PROFILE,
    origin,
    trustedProxies: readNetworks('MUSTER_TRUSTED_PROXIES', env.MUSTER_TRUSTED_PROXIES),
    from: env.MUSTER_SMTP_FROM,
    ...(env.MUSTER_ENTRA_ENDPOINTS === undefined ? {} : { entraEndpoints: env.MUSTER_ENTRA_ENDPOINTS }),
    entraClouds: cloudsOf(env.MUSTER_ENTRA_CLOUDS),
    clockOffset: env.MUSTER_TEST_CLOCK_OFFSET,
    settings: overriddenSettings(env.MUSTER_SETTINGS, relaxed ? demoSettings : standardSettings),
  }
}
