import { lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Where connections that an account asks for may go (STANDARD 9.2). */
export type PermittedHosts = {
  /** Why this address must not be reached, in words; undefined when it may. */
  readonly addressFault: (address: string) => string | undefined
  /** The same for a TCP port. */
  readonly portFault: (port: number) => string | undefined
}

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

const listOf = (networks: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, bits === undefined ? (isIP(address) === 6 ? 128 : 32) : Number(bits), family(address))
  }
  return list
}

/** This machine, its link and its cloud's metadata service; nobody's directory is there, whatever an operator allows. */
const never = listOf([
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  // An IPv4 address in another dress is judged by none of the above; the first holds `::` and `::1`, too.
  '::/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
])
/** Not reachable from the internet: only where the operator says so (RFC 6890). */
const inner = listOf([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  'fc00::/7',
])
/** LDAPS, and a global catalog's. */
const directoryPorts = [636, 3269]

/** Everything: for demonstrations, whose directory is on the same machine. */
export const anyHosts: PermittedHosts = { addressFault: () => undefined, portFault: () => undefined }

/** Inner addresses within `networks` (CIDR or single addresses), and public ones, unless those that are named alone. */
export const permittedHosts = (
  networks: readonly string[],
  publicOnes: 'all' | 'named alone' = 'all',
): PermittedHosts => {
  const allowed = listOf(networks)
  return {
    addressFault: (address) => {
      if (isIP(address) === 0) return `${address} is no address`
      if (never.check(address, family(address))) return `${address} is this machine or its link`
      if (allowed.check(address, family(address))) return undefined
      if (inner.check(address, family(address)))
        return `${address} is a private address outside MUSTER_DIRECTORY_NETWORKS`
      return publicOnes === 'all' ? undefined : `${address} is outside MUSTER_DIRECTORY_NETWORKS`
    },
    portFault: (port) =>
      directoryPorts.includes(port) ? undefined : `port ${port} is not ${directoryPorts.join(' or ')}`,
  }
}

/** What is wrong with `ldaps://host[:port]` by itself, before its name is looked up. */
export const urlFault = (url: string, { addressFault, portFault }: PermittedHosts): string | undefined => {
  const { hostname, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  return portFault(port === '' ? 636 : Number(port)) ?? (isIP(host) === 0 ? undefined : addressFault(host))
}

/** Resolves names as the system does, to the permitted addresses only: what is checked is what is connected to. */
export const lookupWithin =
  ({ addressFault }: PermittedHosts): LookupFunction =>
  (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, [])
      const permitted = found.filter(({ address }) => addressFault(address) === undefined)
      const [first] = permitted
      if (first === undefined) {
        const faults = found.map(({ address }) => addressFault(address))
        return callback(new Error(`${hostname}: ${faults.join('; ') || 'has no address'}`), [])
      }
      return options.all === true ? callback(null, permitted) : callback(null, first.address, first.family)
    })
  }
