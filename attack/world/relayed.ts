import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '@muster/demo/services/free-port'
import { type Relay, startRelay } from '@muster/demo/world/relay-process'
import type { Arena } from './arena.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'

const root = join(import.meta.dirname, '../..')

/** A relay of an arena's neighbours, and the line on which the portal reaches it. */
export type Relayed = { readonly relay: Relay; readonly wire: FaultProxy; stop(): Promise<void> }

/** Starts a relay before the arena's directory and mail server, and lets the portal ask it from its next start on. */
export const startRelayed = async (arena: Arena, name: string): Promise<Relayed> => {
  const home = join(root, '.test', name)
  await rm(home, { recursive: true, force: true })
  await mkdir(home, { recursive: true })
  const port = await freePort()
  const wire = await startFaultProxy({ target: { host: '127.0.0.1', port } })
  const relay = await startRelay({
    root,
    home,
    port,
    env: {
      MUSTER_SMTP_URL: `smtp://127.0.0.1:${arena.smtp.port}`,
      MUSTER_SMTP_FROM: 'Muster <no-reply@corp.example.test>',
      MUSTER_SMTP_CA_FILE: arena.files.ca,
      MUSTER_SECRETS_FOLDER: arena.files.secrets,
    },
    reachedAt: `http://127.0.0.1:${wire.port}`,
    portal: arena.portal.origin,
  })
  return {
    relay,
    wire,
    stop: async () => {
      await relay.stop()
      await wire.stop()
    },
  }
}
