import { anyHosts, type PermittedHosts, permittedHosts } from './adapters/permitted-hosts.ts'
import { ConfigError } from './config-error.ts'
import { networkFault } from './http/client-address.ts'

/** A list of networks in a variable, separated by commas. @throws ConfigError that names every mistake. */
export const readNetworks = (variable: string, text: string): readonly string[] => {
  const networks = text
    .split(',')
    .map((network) => network.trim())
    .filter(Boolean)
  const faults = networks.flatMap((network) => {
    const fault = networkFault(network)
    return fault === undefined ? [] : [`${variable}: "${network}" ${fault}`]
  })
  if (faults.length > 0) throw new ConfigError(faults.join('\n'))
  return networks
}

/** Where accounts' directories may be (STANDARD 9.2): in a demonstration, on this very machine. */
export const directoryHosts = (profile: 'production' | 'demo', networks: string): PermittedHosts => {
  const named = readNetworks('MUSTER_DIRECTORY_NETWORKS', networks)
  return profile === 'demo' ? anyHosts : permittedHosts(named)
}
