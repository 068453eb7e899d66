import { expect, test } from 'vitest'
import { forgetVisit } from './forget-visit.ts'

test('what MSAL kept for the way back is forgotten, and nothing else', () => {
  sessionStorage.setItem('msal.3f9b.request.params', 'the request')
  sessionStorage.setItem('msal.3f9b.code.verifier', 'the verifier')
  sessionStorage.setItem('muster.request', '0123456789abcdefABCDEF')
  forgetVisit()
  expect(Object.keys(sessionStorage)).toEqual(['muster.request'])
})
