import { createHash, randomBytes } from 'node:crypto'
import { createScriptlessBrowser, type Landing } from '@muster/demo/entra/scriptless-browser'
import type { SimulatedEntra } from '@muster/demo/entra/simulated-entra'
import { domain, entraPassword } from '@muster/demo/world/people'
import { Step } from '@muster/shared/step'

/** What the pages post to `entra-sign-in`. */
export type EntraTokens = { readonly idToken: string; readonly accessToken: string }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** A text of a JSON object. @throws when it is not there. */
const textIn = (json: unknown, name: string): string => {
  const value = isRecord(json) ? json[name] : undefined
  if (typeof value !== 'string') throw new Error(`no ${name} in ${JSON.stringify(json)}`)
  return value
}

/**
 * Signs in at Microsoft's pages as the step of an enrollment asks for it (RFC 7636, authorization code), a second factor
 * included where Entra wants one, and fetches the tokens as the portal's pages would.
 */
export const signInAtEntra = async (
  { entra }: { readonly entra: Pick<SimulatedEntra, 'textMessages'> },
  answered: unknown,
  username: string,
): Promise<EntraTokens> => {
  const step = Step.parse(answered)
  if (step.kind !== 'entra-sign-in') throw new Error(`nobody signs in at Entra at the step ${step.kind}`)
  const metadata: unknown = JSON.parse(step.authorityMetadata ?? '{}')
  const [authorize, token] = [textIn(metadata, 'authorization_endpoint'), textIn(metadata, 'token_endpoint')]
  const redirectUri = new URL('/redirect', authorize).href
  const verifier = randomBytes(32).toString('base64url')
  const request = new URLSearchParams({
    client_id: step.clientId,
    response_type: 'code',
    response_mode: 'fragment',
    redirect_uri: redirectUri,
    scope: [...step.scopes, 'offline_access'].join(' '),
    nonce: step.nonce,
    login_hint: step.loginHint,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(step.prompt === undefined ? {} : { prompt: step.prompt }),
    ...(step.claims === undefined ? {} : { claims: step.claims }),
  })
  const browser = createScriptlessBrowser(redirectUri)
  await browser.open(`${authorize}?${request}`)
  let landing: Landing = await browser.submit('password', {
    username: `${username}@${domain.name}`,
    password: entraPassword,
  })
  const isBack = () => landing.url.href.startsWith(redirectUri)
  if (!isBack())
    landing = landing.html.includes('Enter code')
      ? await browser.submit('code', { code: entra.textMessages[0]?.code ?? '' })
      : await browser.submit('approval')
  if (!isBack()) throw new Error(`${username} did not come back from Entra: ${landing.url.href}`)
  const response = await fetch(token, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: step.clientId,
      redirect_uri: redirectUri,
      code: new URLSearchParams(landing.url.hash.slice(1)).get('code') ?? '',
      code_verifier: verifier,
    }),
  })
  const tokens: unknown = await response.json()
  return { idToken: textIn(tokens, 'id_token'), accessToken: textIn(tokens, 'access_token') }
}
