import { serveStatic } from '@hono/node-server/serve-static'
import type { Hono } from 'hono'
import { etag } from 'hono/etag'
import { kindOfPage, pageHeaders } from './http/page-rules.ts'

/**
 * The built pages from a folder, for a deployment without a static host: hashed assets for ever, `index.html` for every
 * other path, each as it was compressed at build, with the headers of STANDARD 4.6. `identityProviders` are the origins
 * that MSAL may talk to.
 */
export const mountPages = (app: Hono, root: string, identityProviders: readonly string[]): void => {
  app.use('*', async (c, next) => {
    await next()
    if (c.req.path.startsWith('/api/')) return
    // What has not changed is there.
    const kind = kindOfPage(c.req.path, c.res.ok || c.res.status === 304)
    for (const [name, value] of Object.entries(pageHeaders(identityProviders, kind))) c.res.headers.set(name, value)
  })
  app.get('/assets/*', serveStatic({ root, precompressed: true, index: 'none' }))
  app.get('/assets/*', (c) => c.text('Not found', 404))
  // What is asked for again at each visit: usually the answer is that nothing has changed.
  app.get('*', etag())
  app.get('*', serveStatic({ root, precompressed: true, index: 'none' }))
  app.get('*', serveStatic({ root, path: 'index.html', precompressed: true }))
}
