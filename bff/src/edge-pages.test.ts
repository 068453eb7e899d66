import { expect, test } from 'vitest'
import { answerPage, type Assets } from './edge-pages.ts'

const origin = 'https://enroll.acme.example'
const files: Readonly<Record<string, string>> = { '/assets/boot-1.js': 'text/javascript', '/icon.svg': 'image/svg+xml' }

/** As the platform serves a folder: a page for whatever is no file. */
const assets: Assets = {
  fetch: async (request) => {
    const type = files[new URL(request.url).pathname] ?? 'text/html; charset=utf-8'
    const response = new Response(type, { headers: { 'Content-Type': type, 'Cache-Control': 'public, max-age=0' } })
    Object.defineProperty(response.headers, 'set', { value: () => expect.fail('the platform’s headers are its own') })
    return response
  },
}
const page = (path: string) =>
  answerPage(new Request(`${origin}${path}`), assets, ['https://login.microsoftonline.com'])

test.each([
  ['/acme', 200, 'no-cache'],
  ['/', 200, 'no-cache'],
  ['/icon.svg', 200, 'no-cache'],
  ['/redirect', 200, 'no-store'],
  ['/assets/boot-1.js', 200, 'public, max-age=31536000, immutable'],
  ['/assets/gone.js', 404, 'no-cache'],
])('%s is answered with %i and kept as the page of static hosts says', async (path, status, kept) => {
  const response = await page(path)
  expect(response.status).toBe(status)
  expect(response.headers.get('cache-control')).toBe(kept)
  expect(response.headers.get('vary')).toBe('Accept-Encoding')
})

test('an asset that is gone is no page', async () => {
  const response = await page('/assets/gone.js')
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(await response.text()).toBe('Not found')
})

test('every answer has the headers of documents, the way back from Microsoft without the one', async () => {
  const { headers } = await page('/acme')
  expect(headers.get('content-security-policy')).toContain("connect-src 'self' https://login.microsoftonline.com;")
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect((await page('/redirect')).headers.has('cross-origin-opener-policy')).toBe(false)
  expect((await page('/assets/gone.js')).headers.get('x-content-type-options')).toBe('nosniff')
})
