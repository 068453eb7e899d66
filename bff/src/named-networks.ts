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
