import { serveStatic } from '@hono/node-server/serve-static'
import type { Hono } from 'hono'
import { documentHeaders } from './http/protection.ts'

/**
 * The built pages from a folder, for a deployment without a static host: hashed assets for ever, `index.html` for every
 * other path, with the headers of STANDARD 4.6. `identityProviders` are the origins that MSAL may talk to.
 */
export const mountPages = (app: Hono, root: string, identityProviders: readonly string[]): void => {
  app.use('*', async (c, next) => {
    await next()
    if (c.req.path.startsWith('/api/')) return
    for (const [name, value] of Object.entries(documentHeaders(identityProviders, c.req.path)))
      c.res.headers.set(name, value)
    const immutable = c.req.path.startsWith('/assets/') && c.res.ok
    c.res.headers.set(
      'Cache-Control',
      immutable ? 'public, max-age=31536000, immutable' : c.req.path === '/redirect' ? 'no-store' : 'no-cache',
    )
  })
  app.get('*', serveStatic({ root, precompressed: true, index: 'none' }))
  app.get('/assets/*', (c) => c.text('Not found', 404))
  app.get('*', serveStatic({ root, path: 'index.html', precompressed: true }))
}
