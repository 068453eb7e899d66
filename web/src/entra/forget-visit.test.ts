import { beforeEach, expect, test } from 'vitest'
import { forgetVisit } from './forget-visit.ts'

beforeEach(() => sessionStorage.clear())

test('what MSAL kept for the way back is forgotten, and nothing else', () => {
  sessionStorage.setItem('msal.3f9b.request.params', 'the request')
  sessionStorage.setItem('msal.3f9b.code.verifier', 'the verifier')
  sessionStorage.setItem('muster.request', '0123456789abcdefABCDEF')
  forgetVisit()
  expect(Object.keys(sessionStorage)).toEqual(['muster.request'])
})

test('it is forgotten where the storage is full as well', () => {
  sessionStorage.setItem('msal.3f9b.code.verifier', 'the verifier')
  sessionStorage.setItem('theirs', 'x'.repeat(4_990_000))
  forgetVisit()
  expect(Object.keys(sessionStorage)).toEqual(['theirs'])
})
