import { beforeEach, expect, test } from 'vitest'
import { rememberedRequest, rememberRequest, takeResponse } from './return-ticket.ts'

beforeEach(() => sessionStorage.clear())

test('Entra’s answer is taken out of the address, and out of the history entry', () => {
  window.history.replaceState(null, '', '/redirect#code=abc&state=xyz')
  const entries = window.history.length
  expect(takeResponse()).toBe('#code=abc&state=xyz')
  expect(window.location.href).toBe(`${window.location.origin}/redirect`)
  expect(window.history.length).toBe(entries)
  expect(takeResponse()).toBe('')
})

test('the enrollment request of the link is found again', () => {
  rememberRequest('0123456789abcdefABCDEF')
  expect(rememberedRequest()).toBe('0123456789abcdefABCDEF')
  rememberRequest(undefined)
  expect(rememberedRequest()).toBeUndefined()
})

test.each(['/evil', 'https://evil.example', '0123456789abcdefABCDE/', ''])(
  '%j is no request, whoever stored it',
  (stored) => {
    sessionStorage.setItem('muster.request', stored)
    expect(rememberedRequest()).toBeUndefined()
  },
)
