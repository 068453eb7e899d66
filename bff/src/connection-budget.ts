type Fleet = { readonly instances: number; readonly connections: number }

/** For `muster` commands, a migration at the start of an instance, and whoever watches the server. */
const spare = 5

/** Lines that a fleet may hold at once. While it is replaced, an instance more runs; one alone ends before the next begins. */
export const connectionsWanted = ({ instances, connections }: Fleet): number =>
  (instances === 1 ? 1 : instances + 1) * connections + spare

/** A warning where the server has less room than that; `undefined` where it fits, or nobody counts. */
export const connectionFault = (fleet: Fleet, room: number | undefined): string | undefined => {
  const wanted = connectionsWanted(fleet)
  if (room === undefined || wanted <= room) return undefined
  return `PostgreSQL has room for ${room} connections, and ${fleet.instances} × MUSTER_STORE_CONNECTIONS=${fleet.connections} may want ${wanted}: raise max_connections, lower MUSTER_STORE_CONNECTIONS, or use a pooler`
}
