import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { createAuthorizationServer } from './authorization-server.ts'
import { entraPaths } from './entra-paths.ts'
import type { EntraEvent, SimulatedEntraOptions, TextMessage } from './entra-options.ts'
import type { EntraWorld } from './entra-world.ts'
import { createFaults, type Faults } from './faults.ts'
import { createPeople } from './people.ts'
import { signedOutPage } from './sign-in-pages.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { createSigningKeys, type SigningKeys } from './signing-keys.ts'

export type EntraMetadata = {
  readonly issuer: string
  readonly authorization_endpoint: string
  readonly token_endpoint: string
  readonly end_session_endpoint: string
  readonly jwks_uri: string
}

export type SimulatedEntra = {
  /** Deals with the request and says true if the path is the tenant's; else leaves it alone and says false. */
  handle(req: IncomingMessage, res: ServerResponse): boolean
  readonly tenantId: string
  /** For MSAL's `authorityMetadata` (as a JSON string) and for a BFF that verifies tokens. */
  metadata(origin: string): EntraMetadata
  /** What happened so far, oldest first, the last thousand; `clearLog` empties it. */
  readonly log: readonly EntraEvent[]
  clearLog(): void
  /** Text messages with codes, newest first, the last hundred. */
  readonly textMessages: readonly TextMessage[]
  readonly faults: Faults
  /** Starts a new signing key; the old one stays published unless dropped. */
  rotateKeys(options?: { readonly dropOld: boolean }): void
  /** The keys themselves, for tests that sign tokens of their own. */
  readonly keys: SigningKeys
}

/** A tenant of Microsoft Entra for demos and tests, at Entra's v2.0 paths below `/{tenantId}/` of any origin. */
export function createSimulatedEntra(options: SimulatedEntraOptions): SimulatedEntra {
  const paths = entraPaths(options.tenantId)
  const log: EntraEvent[] = []
  const textMessages: TextMessage[] = []
  const faults = createFaults()
  const keys = createSigningKeys('https://login.microsoftonline.com/{tenantid}/v2.0')
  const record = (event: EntraEvent) => {
    log.push(event)
    if (log.length > 1000) log.shift()
    options.onEvent?.(event)
  }
  const world: EntraWorld = { options, paths, people: createPeople(options.people), keys, record }
  const provider = createAuthorizationServer(world)
  const sendText: Parameters<typeof signInRoutes>[2] = (person, code) => {
    textMessages.unshift({ person, code, sentAt: new Date() })
    textMessages.splice(100)
    options.onTextMessage?.(person, code)
  }
  const metadata = (origin: string): EntraMetadata => ({
    issuer: `https://login.microsoftonline.com/${options.tenantId}/v2.0`,
    authorization_endpoint: origin + paths.authorize,
    token_endpoint: origin + paths.token,
    end_session_endpoint: origin + paths.logout,
    jwks_uri: origin + paths.keys,
  })

  const styles = readFileSync(new URL('sign-in.css', import.meta.url), 'utf8')
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.get(paths.keys, (c) => {
    record({ kind: 'keys' })
    return c.json(keys.published(), 200, { 'Access-Control-Allow-Origin': '*' })
  })
  app.get(paths.discovery, (c) =>
    c.json(metadata(new URL(c.req.url).origin), 200, { 'Access-Control-Allow-Origin': '*' }),
  )
  app.get(paths.styles, (c) =>
    c.body(styles, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'max-age=300' }),
  )
  app.get(paths.logout, async (c) => {
    await (await provider.Session.find(getCookie(c, 'entra_session') ?? ''))?.destroy()
    record({ kind: 'signed-out' })
    const back = c.req.query('post_logout_redirect_uri')
    return back !== undefined && options.redirectUris.includes(back)
      ? c.redirect(withState(back, c.req.query('state')))
      : c.html(signedOutPage(paths))
  })
  app.route(paths.signIn, signInRoutes(provider, world, sendText))
  const ownRoutes = getRequestListener(app.fetch)
  const protocol = provider.callback()

  return {
    tenantId: options.tenantId,
    metadata,
    log,
    clearLog: () => void log.splice(0),
    textMessages,
    faults,
    rotateKeys: keys.rotate,
    keys,
    handle: (req, res) => {
      const path = req.url?.split('?', 1)[0] ?? ''
      if (!path.startsWith(`${paths.base}/`)) return false
      if (path === paths.keys && faults.play('keys', res)) return true
      if (path === paths.token && faults.play('token', res)) return true
      if (path === paths.authorize && faults.play('authorize', res)) return true
      const ofProtocol = path === paths.token || path === paths.authorize || path.startsWith(`${paths.authorize}/`)
      void (ofProtocol ? protocol : ownRoutes)(req, res)
      return true
    },
  }
}

function withState(uri: string, state: string | undefined): string {
  const url = new URL(uri)
  if (state !== undefined) url.searchParams.set('state', state)
  return url.href
}
