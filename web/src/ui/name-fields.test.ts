import { expect, test } from 'vitest'
import { domainInside } from './name-fields.tsx'

test.each([
  ['ana@corp.example.test', 'corp.example.test'],
  [String.raw`CORP\ana`, 'CORP'],
  ['  ana@corp.example.test ', 'corp.example.test'],
  ['ana', undefined],
  ['ana@', undefined],
  [String.raw`CORP\ `, undefined],
  ['', undefined],
])('in %j the domain is %j', (typed, domain) => {
  expect(domainInside(typed)).toBe(domain)
})
