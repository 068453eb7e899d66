import { expect, test } from 'vitest'
import { senderOf } from './sender.ts'

test.each([
  ['Acme <enroll@acme.example>', { name: 'Acme', address: 'enroll@acme.example' }],
  ['"Acme, Inc." <enroll@acme.example>', { name: 'Acme, Inc.', address: 'enroll@acme.example' }],
  ['  Acme IT   < enroll@acme.example > ', { name: 'Acme IT', address: 'enroll@acme.example' }],
  ['<enroll@acme.example>', { address: 'enroll@acme.example' }],
  ['enroll@acme.example', { address: 'enroll@acme.example' }],
])('%s is shown by its parts', (from, sender) => {
  expect(senderOf(from)).toEqual(sender)
})
