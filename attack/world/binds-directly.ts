import type { Samba } from '@muster/demo/services/samba'
import { Client } from 'ldapts'

/** Whether the controller itself takes a password: past the portal, so that a test can lock somebody out on purpose. */
export const bindsDirectly = async (
  { urls: [url = ''], caPem }: Samba,
  name: string,
  password: string,
): Promise<boolean> => {
  const client = new Client({ url, tlsOptions: { ca: caPem }, connectTimeout: 3000, timeout: 8000 })
  return client
    .bind(name, password)
    .then(
      () => true,
      () => false,
    )
    .finally(() => client.unbind())
}
