import { expect, test } from 'vitest'
import { canRemember } from './can-remember.ts'

test('a storage with no room for what MSAL keeps is as good as none', () => {
  expect(canRemember()).toBe(true)
  expect(sessionStorage.length).toBe(0)
  // Browsers give a site five million characters.
  sessionStorage.setItem('theirs', 'x'.repeat(4_990_000))
  expect(canRemember()).toBe(false)
  expect(Object.keys(sessionStorage)).toEqual(['theirs'])
})
