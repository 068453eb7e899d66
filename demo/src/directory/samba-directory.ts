import { Client, EqualityFilter } from 'ldapts'
import { type Samba, startSamba } from '../services/samba.ts'
import { startCountingRelay } from './counting-relay.ts'
import type { DemoDirectory, Lockout } from './demo-directory.ts'

/** What a controller itself knows about a person's failures, asked past every relay. */
export const lockoutIn = async (
  { urls: [url = ''], caPem, service, base }: Pick<Samba, 'urls' | 'caPem' | 'service' | 'base'>,
  username: string,
): Promise<Lockout> => {
  const client = new Client({ url, tlsOptions: { ca: caPem }, connectTimeout: 3000, timeout: 8000 })
  try {
    await client.bind(service.dn, service.password)
    const { searchEntries } = await client.search(base, {
      filter: new EqualityFilter({ attribute: 'sAMAccountName', value: username }),
      attributes: ['badPwdCount', 'lockoutTime'],
    })
    const [entry] = searchEntries
    if (entry === undefined) throw new Error(`nobody is called ${username} in the directory`)
    return { badPwdCount: Number(entry['badPwdCount'] ?? 0), locked: Number(entry['lockoutTime'] ?? 0) > 0 }
  } finally {
    await client.unbind()
  }
}

/**
 * A real Samba domain controller behind a relay that counts connections. Its journal has no `binds`: TLS hides them.
 * `lockout` asks the server itself, past the relay.
 */
export const startSambaDirectory = async (home: string): Promise<DemoDirectory> => {
  const samba = await startSamba({ home })
  const [direct = ''] = samba.urls
  const { hostname, port } = new URL(direct)
  const relay = await startCountingRelay({ host: hostname, port: Number(port || 636) })

  return {
    kind: 'samba',
    urls: [`ldaps://localhost:${relay.port}`],
    ca: samba.caPem,
    service: samba.service,
    journal: {
      get connections() {
        return relay.connections
      },
      binds: undefined,
      clear: relay.clear,
    },
    lockout: (username) => lockoutIn(samba, username),
    restore: samba.restore,
    stop: async () => {
      await relay.stop()
      await samba.stop()
    },
  }
}
