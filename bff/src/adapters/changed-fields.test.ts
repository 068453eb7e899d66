import { expect, test } from 'vitest'
import { anAccount } from '../ports/store-fixtures.ts'
import { changedFields } from './changed-fields.ts'

test('the order in which settings are written is no change', () => {
  const account = anAccount('acme')
  const turned = { ...account, support: { phone: '+1 555 0100', name: 'Help desk' } }
  expect(changedFields(account, turned)).toEqual([])
})

test('a setting that changed, came or went is named', () => {
  const before = anAccount('acme', { deviceLimit: 2 })
  const { deviceLimit: _, ...after } = anAccount('acme', { name: 'New', defaultDomain: 'corp.example.test' })
  expect(changedFields(before, after)).toEqual(['defaultDomain', 'deviceLimit', 'name'])
})

test('the order inside a list is a change: the first domain is the default', () => {
  const [a, b] = [{ name: 'a.test' }, { name: 'b.test' }]
  expect(changedFields(anAccount('acme', { domains: [a, b] }), anAccount('acme', { domains: [b, a] }))).toEqual([
    'domains',
  ])
})
