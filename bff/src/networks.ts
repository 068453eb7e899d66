import { anyHosts, type PermittedHosts, permittedHosts } from './adapters/permitted-hosts.ts'
import { ConfigError } from './config-error.ts'
import { readNetworks } from './named-networks.ts'

/** Where accounts' directories may be (STANDARD 9.2): in a demonstration, on this very machine. */
export const directoryHosts = (profile: 'production' | 'demo', networks: string): PermittedHosts => {
  const named = readNetworks('MUSTER_DIRECTORY_NETWORKS', networks)
  return profile === 'demo' ? anyHosts : permittedHosts(named)
}

/** Where a relay connects: within the named networks alone, since all else that it is told comes from another machine. */
export const relayedHosts = (profile: 'production' | 'demo', networks: string): PermittedHosts => {
  const named = readNetworks('MUSTER_DIRECTORY_NETWORKS', networks)
  if (profile === 'demo') return anyHosts
  if (named.length === 0)
    throw new ConfigError('MUSTER_DIRECTORY_NETWORKS: is not set; name the networks of the domain controllers')
  return permittedHosts(named, 'named alone')
}
