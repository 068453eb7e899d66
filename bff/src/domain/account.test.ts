import { describe, expect, test } from 'vitest'
import { cellAccount } from '../testing/example-world.ts'
import { defaultDomainOf, mailDomainsOf } from './account.ts'

const cell = { workflow: 'new', defaultAuthentication: 'both', portalFactor: 'two', entraFactor: 'multi' } as const
const account = cellAccount(cell, {
  domains: [{ name: 'corp.example.test', upnSuffix: 'example.test' }, { name: 'labs.example.test' }],
})

describe('the domain that fills the field', () => {
  test('is the default, if one is set', () => {
    expect(defaultDomainOf({ ...account, defaultDomain: 'labs.example.test' })).toBe('labs.example.test')
    expect(defaultDomainOf({ ...account, defaultDomain: 'labs.example.test', offerDomains: true })).toBe(
      'labs.example.test',
    )
  })

  test('else the first of the account’s', () => {
    expect(defaultDomainOf(account)).toBe('corp.example.test')
  })

  test('else none: where the domains are offered for choosing, or there are none', () => {
    expect(defaultDomainOf({ ...account, offerDomains: true })).toBeUndefined()
    expect(defaultDomainOf({ ...account, domains: [] })).toBeUndefined()
  })
})

describe('the domains a code may be mailed to', () => {
  test('are those of the list', () => {
    expect(mailDomainsOf({ ...account, mailDomains: ['mail.test'] })).toEqual(['mail.test'])
  })

  test('without a list, the account’s own with their suffixes', () => {
    expect(mailDomainsOf(account)).toEqual(['corp.example.test', 'example.test', 'labs.example.test'])
  })
})
