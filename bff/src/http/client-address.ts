import ipaddr from 'ipaddr.js'

type Address = ReturnType<typeof ipaddr.process>

/** `10` and `0x7f.1` are addresses to some libraries; nobody writes them here. */
const isAddress = (text: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)

/** Some proxies add the client's port: Azure's Application Gateway writes `192.0.2.7:50412`, others `[2001:db8::1]:50412`. */
const withoutPort = (text: string): string =>
  text.replace(/^\[([^\]]*)\](?::\d{1,5})?$/, '$1').replace(/^([\d.]+):\d{1,5}$/, '$1')

const parse = (text: string | undefined): Address | undefined => {
  // The zone of a link-local address (RFC 4007) means something on one machine alone.
  const address = text === undefined ? '' : withoutPort(text.trim()).replace(/%\w*$/, '')
  return isAddress(address) ? ipaddr.process(address) : undefined
}

/** Settings name few networks, and every call asks for them. */
const networksKept = 1_000
const parsedNetworks = new Map<string, ReturnType<typeof ipaddr.parseCIDR>>()
const parsedNetwork = (network: string): ReturnType<typeof ipaddr.parseCIDR> => {
  const known = parsedNetworks.get(network)
  if (known !== undefined) return known
  const parsed = ipaddr.parseCIDR(network.includes('/') ? network : `${network}/${network.includes(':') ? 128 : 32}`)
  if (parsedNetworks.size >= networksKept) parsedNetworks.clear()
  parsedNetworks.set(network, parsed)
  return parsed
}

const lies = (address: Address, network: string): boolean => {
  const [base, bits] = parsedNetwork(network)
  return address.kind() === base.kind() && address.match(base, bits)
}

/** What is wrong with a trusted network, in words; undefined when it is an address or a network as `clientAddress` takes it. */
export const networkFault = (network: string): string | undefined => {
  const [address = '', bits, ...more] = network.split('/')
  const longest = address.includes(':') ? 128 : 32
  const isNetwork =
    isAddress(address) &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest))
  if (!isNetwork) return 'is neither an address nor a network; write 192.0.2.7, 192.0.2.0/24 or 2001:db8::/48'
  return Number(bits) === 0 ? 'is everybody; name the proxies, such as 192.0.2.0/24' : undefined
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
  if (parsed === undefined) return address
  const whole = parsed.toString()
  return parsed.kind() === 'ipv6' ? `${ipaddr.IPv6.networkAddressFromCIDR(`${whole}/64`).toString()}/64` : whole
}
