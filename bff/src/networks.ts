import { anyHosts, type PermittedHosts, permittedHosts } from './adapters/permitted-hosts.ts'
import { readNetworks } from './named-networks.ts'

/** Where accounts' directories may be (STANDARD 9.2): in a demonstration, on this very machine. */
export const directoryHosts = (profile: 'production' | 'demo', networks: string): PermittedHosts => {
  const named = readNetworks('MUSTER_DIRECTORY_NETWORKS', networks)
  return profile === 'demo' ? anyHosts : permittedHosts(named)
}
