import { expect, test } from 'vitest'
import { kindOfPage, pageHeaders } from './page-rules.ts'

test.each([
  ['/acme', true, 'page'],
  ['/', true, 'page'],
  ['/service-worker.js', true, 'page'],
  ['/redirect', true, 'return'],
  ['/redirect', false, 'return'],
  ['/redirect/x', true, 'page'],
  ['/assets/index-1.js', true, 'asset'],
  ['/assets/index-1.js', false, 'gone'],
  ['/assets', false, 'gone'],
] as const)('%s, there: %s, is a %s', (path, found, kind) => {
  expect(kindOfPage(path, found)).toBe(kind)
})

test('what is gone is asked for again, what has its content in its name never is, and the return is nobody’s to keep', () => {
  const kept = (kind: Parameters<typeof pageHeaders>[1]) => pageHeaders([], kind)['Cache-Control']
  expect([kept('page'), kept('gone'), kept('return')]).toEqual(['no-cache', 'no-cache', 'no-store'])
  expect(kept('asset')).toBe('public, max-age=31536000, immutable')
})

test('the return from Entra alone goes without an opener policy', () => {
  const opener = (kind: Parameters<typeof pageHeaders>[1]) => pageHeaders([], kind)['Cross-Origin-Opener-Policy']
  expect([opener('page'), opener('asset'), opener('gone')]).toEqual(['same-origin', 'same-origin', 'same-origin'])
  expect(opener('return')).toBeUndefined()
})
