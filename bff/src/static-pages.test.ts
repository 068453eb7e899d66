import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mountPages } from './static-pages.ts'

const page = '<!doctype html><title>pages</title>'
const script = 'export const words = "a script"'
let folder = ''
const app = new Hono()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-encodings-'))
  await mkdir(join(folder, 'assets'))
  const files = { 'index.html': page, 'service-worker.js': 'self.x = 1', 'assets/index-1.js': script }
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text)
    await writeFile(join(folder, `${name}.br`), brotliCompressSync(text))
    await writeFile(join(folder, `${name}.gz`), gzipSync(text))
  }
  await writeFile(join(folder, 'assets/tiny-1.js'), '1')
  mountPages(app, folder, [])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const ask = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers })

describe('what was compressed at build is sent as it is', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['identity', null, (body: Buffer) => body],
  ] as const)('%s', async (accepted, encoding, decompress) => {
    for (const [path, text, type] of [
      ['/acme', page, /^text\/html/],
      ['/assets/index-1.js', script, /^text\/javascript/],
    ] as const) {
      const answer = await ask(path, { 'Accept-Encoding': accepted })
      expect(answer.headers.get('content-encoding')).toBe(encoding)
      expect(answer.headers.get('content-type')).toMatch(type)
      expect(answer.headers.get('vary')).toBe('Accept-Encoding')
      expect(decompress(Buffer.from(await answer.arrayBuffer())).toString()).toBe(text)
    }
  })

  test('what is too small for that comes as it is, and says as well that others might not', async () => {
    const answer = await ask('/assets/tiny-1.js', { 'Accept-Encoding': 'br' })
    expect(answer.headers.get('content-encoding')).toBe(null)
    expect(answer.headers.get('vary')).toBe('Accept-Encoding')
  })
})

describe('a second visit', () => {
  test.each(['/acme', '/acme/0123456789abcdefABCDEF', '/service-worker.js'])(
    '%s: nothing new is answered without a body',
    async (path) => {
      const first = await ask(path, { 'Accept-Encoding': 'br' })
      const tag = first.headers.get('etag') ?? 'none'
      expect(tag).toMatch(/^"\w+"$/)
      const second = await ask(path, { 'Accept-Encoding': 'br', 'If-None-Match': tag })
      expect(second.status).toBe(304)
      expect(await second.text()).toBe('')
      expect(second.headers.get('cache-control')).toBe('no-cache')
      expect(second.headers.get('content-security-policy')).toContain("default-src 'none'")
    },
  )

  test('every encoding has a tag of its own (RFC 9110 section 8.8.3.3)', async () => {
    const tags = await Promise.all(
      ['br', 'gzip', 'identity'].map(async (encoding) =>
        (await ask('/acme', { 'Accept-Encoding': encoding })).headers.get('etag'),
      ),
    )
    expect(new Set(tags).size).toBe(3)
  })
})

test.each(['/assets/index-2.js', '/assets/', '/assets/index-1.js/more'])(
  '%s is gone, and never a page in place of a script',
  async (path) => {
    const answer = await ask(path)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('cache-control')).toBe('no-cache')
    expect(await answer.text()).not.toContain('<')
  },
)
