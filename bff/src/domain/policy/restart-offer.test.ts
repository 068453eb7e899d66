import { describe, expect, test } from 'vitest'
import { cellAccount } from '../../testing/example-world.ts'
import { confirming } from '../../testing/still-portal.ts'
import { claimUser } from '../claimed-user.ts'
import type { Account } from '../account.ts'
import { restartOffer } from './restart-offer.ts'

const cell = { workflow: 'new', defaultAuthentication: 'entra-id', portalFactor: 'two', entraFactor: 'single' } as const

const accountWith = (more: Partial<Account> = {}): Account => confirming(cellAccount(cell, more))
const account = accountWith()
const eva = 'eva@corp.example.test'

describe('beginning anew as who signed in', () => {
  test('is offered under the canonical name, whatever the spelling', () => {
    for (const name of [eva, 'EVA@Corp.Example.Test', 'CORP\\eva'])
      expect(restartOffer(account, name, undefined)).toBe(eva)
  })

  test('is offered under the name that leads to the same person again', () => {
    const renamed = accountWith({ domains: [{ name: 'corp.example.test', upnSuffix: 'example.test' }] })
    const offer = restartOffer(renamed, eva, undefined)
    expect(offer).toBe('eva@example.test')
    expect(claimUser(renamed, offer ?? '', '')).toEqual(claimUser(renamed, eva, ''))
  })

  test('is not offered unless the account says so', () => {
    expect(restartOffer(cellAccount(cell), eva, undefined)).toBeUndefined()
    const { entra: _, ...without } = account
    expect(restartOffer(without, eva, undefined)).toBeUndefined()
  })

  test.each([
    ['no name', undefined],
    ['an empty name', ''],
    ['another domain', 'eva@other.example.test'],
    ['a guest', 'eva_other.test#EXT#@corp.example.test'],
    ['a look-alike', 'ｅva@corp.example.test'],
    ['a telephone number', '+15550100'],
  ])('is not offered to %s', (_who, name) => {
    expect(restartOffer(account, name, undefined)).toBeUndefined()
  })

  test('is not offered on an enrollment request for somebody else', () => {
    expect(restartOffer(account, eva, { id: 'r', username: 'ana', domain: 'corp.example.test' })).toBeUndefined()
    expect(restartOffer(account, eva, { id: 'r', username: 'ana' })).toBeUndefined()
  })

  test('is offered on an enrollment request for that very person, or for nobody by name', () => {
    expect(restartOffer(account, eva, { id: 'r', username: 'eva', domain: 'corp.example.test' })).toBe(eva)
    expect(restartOffer(account, eva, { id: 'r', platform: 'ios' })).toBe(eva)
  })

  test('is not offered where the person’s own domain asks nothing', () => {
    const domains = [
      { name: 'corp.example.test', authenticationType: 'entra-id' },
      { name: 'labs.example.test' },
    ] as const
    const mixed = accountWith({ defaultAuthentication: 'none', domains })
    expect(restartOffer(mixed, eva, undefined)).toBe(eva)
    expect(restartOffer(mixed, 'eva@labs.example.test', undefined)).toBeUndefined()
  })
})
