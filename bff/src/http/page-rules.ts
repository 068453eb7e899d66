import { documentHeaders } from './protection.ts'

/**
 * What a host answers to what is no call: a built file with a hash in its name, such a file that is gone, the page of
 * Entra's return, and everything else, which is the file of that name or the one page.
 */
export type PageKind = 'asset' | 'gone' | 'return' | 'page'

/** How long each may be kept. The name of an asset changes with what is in it; the page of Entra's return is nobody's to keep. */
const cachedAs = {
  asset: 'public, max-age=31536000, immutable',
  gone: 'no-cache',
  return: 'no-store',
  page: 'no-cache',
} as const satisfies Record<PageKind, string>

/** `found`: whether the path is that of a file, or of a page. */
export const kindOfPage = (path: string, found: boolean): PageKind => {
  if (path === '/redirect') return 'return'
  if (!found) return 'gone'
  return path.startsWith('/assets/') ? 'asset' : 'page'
}

/** Every header of a kind of page (STANDARD 4.6). `connect`: the origins that MSAL may talk to. */
export const pageHeaders = (connect: readonly string[], kind: PageKind): Readonly<Record<string, string>> => ({
  ...documentHeaders(connect, kind === 'return' ? '/redirect' : '/'),
  'Cache-Control': cachedAs[kind],
  // Of what came uncompressed as well: a cache in between must not keep that for everybody.
  Vary: 'Accept-Encoding',
})
