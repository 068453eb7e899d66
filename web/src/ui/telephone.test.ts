import { expect, test } from 'vitest'
import { telephone } from './telephone.ts'

test.each([
  ['+1 555 0100', 'tel:+15550100'],
  ['Tel. 0800 123', 'tel:0800123'],
  ['+1 (555) 0100 ext. 23', 'tel:+15550100'],
  ['555-0100 x23', 'tel:5550100'],
  ['555 0100 #23', 'tel:5550100'],
  ['+49 (0)30 1234', 'tel:+49301234'],
  ['(0)30 1234', 'tel:0301234'],
])('%s is dialled as %s: an extension is for the person', (phone, link) => {
  expect(telephone(phone)).toBe(link)
})
