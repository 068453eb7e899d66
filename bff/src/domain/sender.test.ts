import { expect, test } from 'vitest'
import { shownSender } from './sender.ts'

test.each([
  ['Acme <enroll@acme.example>', 'Acme (enroll@acme.example)'],
  ['"Acme, Inc." <enroll@acme.example>', 'Acme, Inc. (enroll@acme.example)'],
  ['  Acme IT   < enroll@acme.example > ', 'Acme IT (enroll@acme.example)'],
  ['<enroll@acme.example>', 'enroll@acme.example'],
  [' enroll@acme.example', 'enroll@acme.example'],
])('%s is shown as %s', (from, shown) => {
  expect(shownSender(from)).toBe(shown)
})
