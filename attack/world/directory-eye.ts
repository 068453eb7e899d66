import { Client, EqualityFilter } from 'ldapts'
import type { Samba } from '@muster/demo/services/samba'

/** What a controller itself knows about a person's failures. */
export type LockState = { readonly badPwdCount: number; readonly locked: boolean }

/** Asks the controller, past every tap. */
export const lockState = async (samba: Samba, username: string): Promise<LockState> => {
  const [url = ''] = samba.urls
  const client = new Client({ url, tlsOptions: { ca: samba.caPem }, connectTimeout: 3000, timeout: 8000 })
  try {
    await client.bind(samba.service.dn, samba.service.password)
    const { searchEntries } = await client.search(samba.base, {
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

/** Whether the controller itself takes a password: past the portal, so that a test can lock somebody out on purpose. */
export const bindsDirectly = async (samba: Samba, name: string, password: string): Promise<boolean> => {
  const [url = ''] = samba.urls
  const client = new Client({ url, tlsOptions: { ca: samba.caPem }, connectTimeout: 3000, timeout: 8000 })
  return client
    .bind(name, password)
    .then(
      () => true,
      () => false,
    )
    .finally(() => client.unbind())
}
