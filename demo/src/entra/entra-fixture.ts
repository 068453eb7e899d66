import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRemoteJWKSet, jwtVerify, type JWTPayload, type ProtectedHeaderParameters } from 'jose'
import type { Person } from './entra-options.ts'
import { createScriptlessBrowser, type Landing, type ScriptlessBrowser } from './scriptless-browser.ts'
import { createSimulatedEntra } from './simulated-entra.ts'

const tenantId = '3f0b6f0e-5d0c-4c65-9d8e-0f3a5b9a7c11'
const spaClientId = '0d5e6c1a-7f43-4a5c-8a55-2f1b4e6d9a21'
const apiClientId = 'b7c1e4d2-91f0-4f3e-a7c8-6d2e5f4a3b31'
const ropcClientId = 'c9d2f5e3-82e1-4a4f-b8d9-7e3f6a5b4c41'
export const ids = { tenantId, spaClientId, apiClientId, ropcClientId, apiScope: `api://${apiClientId}/Enroll.Device` }

const password = 'Entra-1!'
const person = (username: string, oid: string, rest: Partial<Person> = {}): Person => ({
  username,
  upn: `${username}@corp.example.test`,
  oid,
  name: `${username} Example`,
  password,
  ...rest,
})
export const people = {
  ana: person('ana', '11111111-0000-4000-8000-000000000001'),
  eva: person('eva', '11111111-0000-4000-8000-000000000002'),
  mia: person('mia', '11111111-0000-4000-8000-000000000003', { mfa: 'approval' }),
  noa: person('noa', '11111111-0000-4000-8000-000000000004', { mfa: 'sms' }),
  cas: person('cas', '11111111-0000-4000-8000-000000000006', { refused: 53003 }),
  gus: person('gus', '11111111-0000-4000-8000-000000000005', { guest: true }),
}

export type TokenReply = { readonly status: number; readonly body: Record<string, unknown> }
export type Verified = { readonly header: ProtectedHeaderParameters; readonly payload: JWTPayload }

/** A simulated tenant behind a real HTTP server on a free port, with a browser and a public client in front of it. */
export async function startEntra() {
  const server = createServer((req, res) => {
    if (!entra.handle(req, res)) res.writeHead(404).end('not Entra')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${isAddress(address) ? address.port : 0}`
  const redirectUri = `${origin}/redirect`
  const entra = createSimulatedEntra({
    origin,
    tenantId,
    spaClientId,
    apiClientId,
    ropcClientId,
    redirectUris: [redirectUri],
    people: Object.values(people),
    authenticationContext: 'c1',
  })
  const metadata = entra.metadata(origin)
  const verifier = randomBytes(32).toString('base64url')

  const authorizeUrl = (extra: Record<string, string> = {}) =>
    `${metadata.authorization_endpoint}?${new URLSearchParams({
      client_id: spaClientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      response_mode: 'fragment',
      scope: `openid profile offline_access ${ids.apiScope}`,
      state: 'state-1',
      nonce: 'nonce-1',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...extra,
    })}`

  const token = async (form: Record<string, string>): Promise<TokenReply> => {
    const response = await fetch(metadata.token_endpoint, { method: 'POST', body: new URLSearchParams(form) })
    const body: unknown = await response.json()
    return { status: response.status, body: isRecord(body) ? body : {} }
  }

  const verify = async (jwt: unknown, audience: string): Promise<Verified> => {
    const { protectedHeader, payload } = await jwtVerify(String(jwt), createRemoteJWKSet(new URL(metadata.jwks_uri)), {
      issuer: metadata.issuer,
      audience,
      algorithms: ['RS256'],
    })
    return { header: protectedHeader, payload }
  }

  return {
    entra,
    origin,
    redirectUri,
    metadata,
    authorizeUrl,
    token,
    verify,
    browser: (): ScriptlessBrowser => createScriptlessBrowser(redirectUri),
    redeem: (landing: Landing, extra: Record<string, string> = {}) =>
      token({
        grant_type: 'authorization_code',
        client_id: spaClientId,
        redirect_uri: redirectUri,
        code: answerOf(landing).get('code') ?? '',
        code_verifier: verifier,
        ...extra,
      }),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve()).closeAllConnections()
      }),
  }
}

export type EntraFixture = Awaited<ReturnType<typeof startEntra>>

/** The answer of the authorization endpoint, from the fragment. */
export function answerOf(landing: Landing): URLSearchParams {
  return new URLSearchParams(landing.url.hash.slice(1))
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
