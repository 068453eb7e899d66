import { serveStatic } from '@hono/node-server/serve-static'
import type { Hono } from 'hono'
import { etag } from 'hono/etag'
import { documentHeaders } from './http/protection.ts'

/** How long what is under a path may be kept. The name of an asset changes with what is in it; the page of Entra's return is nobody's to keep. */
const cacheControl = (path: string, found: boolean): string => {
  if (path === '/redirect') return 'no-store'
  return path.startsWith('/assets/') && found ? 'public, max-age=31536000, immutable' : 'no-cache'
}

/**
 * The built pages from a folder, for a deployment without a static host: hashed assets for ever, `index.html` for every
 * other path, each as it was compressed at build, with the headers of STANDARD 4.6. `identityProviders` are the origins
 * that MSAL may talk to.
 */
export const mountPages = (app: Hono, root: string, identityProviders: readonly string[]): void => {
  app.use('*', async (c, next) => {
    await next()
    if (c.req.path.startsWith('/api/')) return
    for (const [name, value] of Object.entries(documentHeaders(identityProviders, c.req.path)))
      c.res.headers.set(name, value)
    c.res.headers.set('Cache-Control', cacheControl(c.req.path, c.res.ok))
    // Of what came uncompressed as well: a cache in between must not keep that for everybody.
    c.res.headers.set('Vary', 'Accept-Encoding')
  })
  app.get('/assets/*', serveStatic({ root, precompressed: true, index: 'none' }))
  app.get('/assets/*', (c) => c.text('Not found', 404))
  // What is asked for again at each visit: usually the answer is that nothing has changed.
  app.get('*', etag())
  app.get('*', serveStatic({ root, precompressed: true, index: 'none' }))
  app.get('*', serveStatic({ root, path: 'index.html', precompressed: true }))
}
