import { describe, expect, test } from 'vitest'
import { cloudsNamed, outsideClouds } from './entra-clouds.ts'

describe('the clouds of a deployment', () => {
  test.each([
    ['global', ['login.microsoftonline.com']],
    [' us , global,us,', ['login.microsoftonline.us', 'login.microsoftonline.com']],
    ['china', ['login.partner.microsoftonline.cn']],
  ])('%j', (text, hosts) => {
    expect(cloudsNamed(text)).toEqual(hosts)
  })

  test.each([
    ['', 'names no cloud'],
    ['global, germany', '"germany" is none of global, us, china'],
    ['login.microsoftonline.com', '"login.microsoftonline.com" is none of'],
  ])('%j is refused by name', (text, words) => {
    expect(() => cloudsNamed(text)).toThrow(words)
  })

  test('leave out who uses another, and nobody without Entra', () => {
    const accounts = [
      { id: 'none' },
      { id: 'home', entra: { cloud: 'login.microsoftonline.com' } },
      { id: 'away', entra: { cloud: 'login.microsoftonline.us' } },
    ] as const
    expect(outsideClouds(accounts, cloudsNamed('global')).map(({ id }) => id)).toEqual(['away'])
    expect(outsideClouds(accounts, cloudsNamed('global,us'))).toEqual([])
  })
})
