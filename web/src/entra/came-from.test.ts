import { afterEach, expect, test } from 'vitest'
import { forgetStart, rememberedStart, rememberStart } from './came-from.ts'

afterEach(() => sessionStorage.clear())

const request = '0123456789abcdefABCDEF'

test.each([
  ['acme', undefined, '/acme'],
  ['acme', request, `/acme/${request}`],
])('the way back of %s, %s', (account, asked, path) => {
  rememberStart(account, asked)
  expect(rememberedStart()).toBe(path)
})

test('whoever arrived needs no way back', () => {
  rememberStart('acme', request)
  forgetStart()
  expect([rememberedStart(), sessionStorage.length]).toEqual([undefined, 0])
})

test('without a request the last one is forgotten', () => {
  rememberStart('acme', request)
  rememberStart('acme')
  expect(rememberedStart()).toBe('/acme')
})

test.each(['', '//evil.example', 'javascript:alert(1)', 'api/x', '../x', 'Acme'])(
  'what looks like no address of ours leads nowhere: %s',
  (kept) => {
    sessionStorage.setItem('muster.start', kept)
    expect(rememberedStart()).toBe(undefined)
  },
)

test('a browser that kept nothing leads nowhere', () => {
  expect(rememberedStart()).toBe(undefined)
})
