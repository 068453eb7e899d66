import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { SimulatedEntra } from '@muster/demo/entra/simulated-entra'
import { simulatedEntra } from '@muster/demo/world/neighbours'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'

export type Tenant = {
  readonly tenantId: string
  readonly entra: SimulatedEntra
  /** Answers for the key set from now on, in place of the tenant; without one the tenant again. */
  answerKeys(answer?: (response: ServerResponse) => void): void
}

/** Tenants of one Entra: what a portal knows of one's keys it knows of no other's. */
export type Tenants = {
  /** `MUSTER_ENTRA_ENDPOINTS`, through the line. */
  readonly origin: string
  readonly line: FaultProxy
  /** Another tenant with the demo's people; the demo's own where it is named. */
  add(tenantId?: string): Tenant
  stop(): Promise<void>
}

export const startTenants = async (): Promise<Tenants> => {
  const tenants: SimulatedEntra[] = []
  const answers = new Map<string, (response: ServerResponse) => void>()
  const server = createServer((request, response) => {
    const answer = answers.get(request.url ?? '')
    if (answer !== undefined) return answer(response)
    if (!tenants.some((entra) => entra.handle(request, response))) response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port')
  const line = await startFaultProxy({ target: { host: '127.0.0.1', port: address.port } })
  const origin = `http://127.0.0.1:${line.port}`
  return {
    origin,
    line,
    add: (tenantId = randomUUID()) => {
      const entra = simulatedEntra(origin, tenantId)
      tenants.push(entra)
      const { pathname } = new URL(entra.metadata(origin).jwks_uri)
      return {
        tenantId,
        entra,
        answerKeys: (answer) => {
          if (answer === undefined) answers.delete(pathname)
          else answers.set(pathname, answer)
        },
      }
    },
    stop: async () => {
      await line.stop()
      server.closeAllConnections()
      server.close()
    },
  }
}
