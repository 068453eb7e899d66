import type { AddressInfo } from 'node:net'

/** The port that a server listens on, once it does. @throws when it listens on no TCP port. */
export const portOf = (server: { address(): AddressInfo | string | null }): number => {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  return address.port
}
