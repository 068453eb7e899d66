import { kindOfPage, pageHeaders } from './http/page-rules.ts'

/** A host of files, which answers `index.html` for what is none (`not_found_handling: single-page-application`). */
export type Assets = { fetch(request: Request): Promise<Response> }

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
  const kind = kindOfPage(path, !isGone)
  for (const [name, value] of Object.entries(pageHeaders(identityProviders, kind))) response.headers.set(name, value)
  return response
}
