import ipaddr from 'ipaddr.js'

type Address = ReturnType<typeof ipaddr.process>

const parse = (text: string | undefined): Address | undefined =>
  text !== undefined && ipaddr.isValid(text.trim()) ? ipaddr.process(text.trim()) : undefined

const lies = (address: Address, network: string): boolean => {
  const [base, bits] = ipaddr.parseCIDR(
    network.includes('/') ? network : `${network}/${network.includes(':') ? 128 : 32}`,
  )
  return address.kind() === base.kind() && address.match(base, bits)
}

/** Whether an address lies in one of the networks (CIDR, or single addresses). */
export const isWithin = (address: string, networks: readonly string[]): boolean => {
  const parsed = parse(address.split('/')[0])
  return parsed !== undefined && networks.some((network) => lies(parsed, network))
}

/**
 * The client's address: the rightmost hop that is not a trusted proxy (STANDARD 4.5). What a stranger writes into
 * `X-Forwarded-For` stands to the left of that, and is never read.
 */
export const clientAddress = (
  peer: string | undefined,
  forwardedFor: string | undefined,
  trusted: readonly string[],
): string => {
  const hops = [...(forwardedFor?.split(',') ?? []), peer]
  let nearest: Address | undefined
  for (const hop of hops.toReversed()) {
    const address = parse(hop)
    if (address === undefined) break
    nearest = address
    if (!trusted.some((network) => lies(address, network))) break
  }
  return nearest?.toString() ?? 'unknown'
}

/** As counters take it: an IPv6 customer has a whole /64, so that is one address. */
export const countedAddress = (address: string): string => {
  const parsed = parse(address)
  return parsed?.kind() === 'ipv6' ? `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString()}/64` : address
}
