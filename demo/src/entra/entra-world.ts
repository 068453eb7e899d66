import type { EntraEvent, SimulatedEntraOptions } from './entra-options.ts'
import type { EntraPaths } from './entra-paths.ts'
import type { People } from './people.ts'
import type { SigningKeys } from './signing-keys.ts'

/** What every part of one simulated tenant shares. */
export type EntraWorld = {
  readonly options: SimulatedEntraOptions
  readonly paths: EntraPaths
  readonly people: People
  readonly keys: SigningKeys
  readonly record: (event: EntraEvent) => void
}
