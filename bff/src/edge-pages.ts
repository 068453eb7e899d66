import { documentHeaders } from './http/protection.ts'

/** A host of files, which answers `index.html` for what is none (`not_found_handling: single-page-application`). */
export type Assets = { fetch(request: Request): Promise<Response> }

const cacheControl = (path: string): string => {
  if (path === '/redirect') return 'no-store'
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}

const isPage = (response: Response): boolean => response.headers.get('content-type')?.startsWith('text/html') === true

/**
 * The built pages from a host of files, with the headers of STANDARD 4.6. `identityProviders` are the origins that MSAL
 * may talk to.
 */
export const answerPage = async (
  request: Request,
  assets: Assets,
  identityProviders: readonly string[],
): Promise<Response> => {
  const path = new URL(request.url).pathname
  const found = await assets.fetch(request)
  // A page in a script's place would look like a broken script; 404 makes an old page load itself anew.
  const isGone = path.startsWith('/assets/') && isPage(found)
  const response = isGone
    ? new Response('Not found', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
    : new Response(found.body, found)
  for (const [name, value] of Object.entries(documentHeaders(identityProviders, path)))
    response.headers.set(name, value)
  response.headers.set('Cache-Control', isGone ? 'no-cache' : cacheControl(path))
  response.headers.set('Vary', 'Accept-Encoding')
  return response
}
