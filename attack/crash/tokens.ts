import { randomUUID } from 'node:crypto'
import type { SigningKeys } from '@muster/demo/entra/signing-keys'
import { domain } from '@muster/demo/world/people'
import { tenant } from '@muster/demo/world/tenant'
import { SignJWT } from 'jose'
import type { Enrollee } from './crowd.ts'

/** What Entra would give a browser, and the tokens' own numbers. */
export type Tokens = { readonly idToken: string; readonly accessToken: string; readonly numbers: readonly string[] }

type Wanted = { readonly nonce: string; readonly acrs: boolean; readonly numbers?: readonly string[] }

/** Signs in without Entra's pages. `numbers`: those of older tokens, to be told that they were used. */
export const mintTokens = async (
  keys: SigningKeys,
  { username, oid }: Enrollee,
  { nonce, acrs, numbers = [randomUUID(), randomUUID()] }: Wanted,
): Promise<Tokens> => {
  const { kid, privateKey } = keys.current()
  const now = Math.floor(Date.now() / 1000)
  const common = {
    iss: `https://login.microsoftonline.com/${tenant.tenantId}/v2.0`,
    tid: tenant.tenantId,
    oid,
    ver: '2.0',
    name: username,
    preferred_username: `${username}@${domain.name}`,
    iat: now,
    nbf: now,
    exp: now + 3600,
  }
  const sign = (claims: object): Promise<string> =>
    new SignJWT({ ...common, ...claims }).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(privateKey)
  const [idNumber, accessNumber] = numbers
  return {
    idToken: await sign({
      aud: tenant.spaClientId,
      nonce,
      uti: idNumber,
      ...(acrs ? { acrs: [tenant.authenticationContext] } : {}),
    }),
    accessToken: await sign({
      aud: tenant.apiClientId,
      azp: tenant.spaClientId,
      scp: 'Enroll.Device',
      uti: accessNumber,
    }),
    numbers,
  }
}
