/** IPv4 addresses as such, also where a socket that takes both writes them `::ffff:127.0.0.1`. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '')

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

/**
 * The `X-Forwarded-For` that the portal gets. Tests on this machine may claim any client's address by sending the
 * header themselves; a browser from elsewhere may not: what it claims is dropped.
 */
export const forwardedFor = (peer: string | undefined, claimed: string | undefined): string => {
  const address = plain(peer ?? 'unknown')
  return claimed !== undefined && claimed.trim() !== '' && isLoopback(address) ? claimed : address
}
