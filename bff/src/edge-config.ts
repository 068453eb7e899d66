import * as z from 'zod/mini'
import type { KeysFile } from './adapters/keys.ts'
import { PortalFile } from './adapters/relay-files.ts'
import {
  type CommonConfig,
  commonConfig,
  commonVariables,
  keysIn,
  parsedEnvironment,
  relayIn,
  type Variables,
} from './common-config.ts'
import { ConfigError } from './config-error.ts'

const postgres = z.string().check(z.regex(/^postgres(ql)?:\/\/.+$/))

const Bindings = z.object({
  ...commonVariables,
  /** Secrets: what elsewhere lies in files. */
  MUSTER_KEYS: z.string(),
  MUSTER_RELAY: z.string(),
  MUSTER_STORE: z.optional(postgres),
  /** A pooler near the database, in its place. */
  HYPERDRIVE: z.optional(z.object({ connectionString: postgres })),
})

export type EdgeConfig = CommonConfig & {
  readonly keys: KeysFile
  readonly relay: PortalFile
  /** `postgres://…` */
  readonly store: string
}

const storeIn = ({ HYPERDRIVE: pooler, MUSTER_STORE: url }: z.infer<typeof Bindings>): string => {
  if (pooler !== undefined && url !== undefined)
    throw new ConfigError('MUSTER_STORE: is set beside the binding HYPERDRIVE; one of them names the store')
  const store = pooler?.connectionString ?? url
  if (store === undefined) throw new ConfigError('MUSTER_STORE: is not set, and there is no binding HYPERDRIVE')
  return store
}

/** The bindings of a Worker, read and checked. @throws ConfigError that names the variable. */
export const readEdgeConfig = (bindings: Variables): EdgeConfig => {
  const env = parsedEnvironment(Bindings, bindings)
  return {
    ...commonConfig(env),
    keys: keysIn('MUSTER_KEYS', env.MUSTER_KEYS),
    relay: relayIn('MUSTER_RELAY', PortalFile, env.MUSTER_RELAY),
    store: storeIn(env),
  }
}
