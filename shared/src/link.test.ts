import { expect, test } from 'vitest'
import { Link } from './link.ts'

test.each([
  ['https://mdm.example.test/ios', true],
  ['http://localhost:4400/acme', true],
  ['ms-device-enrollment:?mode=mdm', true],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['//elsewhere.example.test', false],
  ['', false],
])('%j as a link: %j', (text, isLink) => {
  expect(Link.safeParse(text).success).toBe(isLink)
})
