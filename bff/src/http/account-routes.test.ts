import { PublicProfile } from '@muster/shared/public-profile'
import { describe, expect, test } from 'vitest'
import { stillPortal } from '../testing/still-portal.ts'
import { cellAccount, exampleDomain } from '../testing/example-world.ts'
import type { Account } from '../domain/account.ts'

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const cell = { workflow: 'new', defaultAuthentication: 'both', portalFactor: 'two', entraFactor: 'multi' } as const

const get = async (path: string, more: Partial<Account> = {}) => {
  const { app, origin } = await stillPortal({ accounts: [cellAccount(cell, { id: 'acme', ...more })] })
  return app.request(`${origin}${path}`)
}

describe('the public profile', () => {
  test('is what pages need before anybody says who they are, and no more', async () => {
    const response = await get('/api/accounts/acme')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      name: 'Example new-both-2-mfa',
      workflow: 'new',
      domain: exampleDomain,
      platforms: ['ios', 'android', 'windows'],
      support: { name: 'Example help desk', email: 'help@corp.example.test', phone: '+1 555 0100' },
      branding: {},
    })
  })

  test('tells nothing of people, directories, tenant, factors or networks', async () => {
    const users = [{ username: 'zoe', domain: exampleDomain, email: `zoe@${exampleDomain}` }]
    const text = await (
      await get('/api/accounts/acme', {
        users,
        trustedNetworks: ['192.0.2.0/24'],
        passwordChangeLink: 'https://secret.test',
      })
    ).text()
    expect(text).not.toMatch(/zoe|ldaps|4b0c2f0e|multi|two|192\.0\.2|secret/)
  })

  test('lists the domains only where the account offers them', async () => {
    const offered = PublicProfile.parse(await (await get('/api/accounts/acme', { offerDomains: true })).json())
    expect(offered.domains).toEqual([exampleDomain])
    expect(offered).not.toHaveProperty('domain')
  })

  test('names the logo’s path where there is one', async () => {
    const profile = PublicProfile.parse(
      await (
        await get('/api/accounts/acme', { branding: { accent: '#004488', logo: { type: 'image/png', base64: png } } })
      ).json(),
    )
    expect(profile.branding).toEqual({ accent: '#004488', logo: '/api/accounts/acme/logo' })
  })

  test.each(['other', 'ACME', 'api', 'a', '..%2Facme', 'acme%00', '%E0%A4%A', 'a'.repeat(500)])(
    'of %j: unknown-account, alike for what could be an account and what could not',
    async (name) => {
      const response = await get(`/api/accounts/${name}`)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ code: 'unknown-account', status: 404 })
    },
  )

  test('of a closed account is there: its link is right, and opening says that it is closed', async () => {
    expect((await get('/api/accounts/acme', { status: 'closed' })).status).toBe(200)
  })
})

describe('the logo', () => {
  test('is the picture itself, of its type, and nothing a browser would run', async () => {
    const response = await get('/api/accounts/acme/logo', { branding: { logo: { type: 'image/png', base64: png } } })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(Buffer.from(await response.arrayBuffer()).toString('base64')).toBe(png)
  })

  test('of an account without one, or of no account, is a 404', async () => {
    expect((await get('/api/accounts/acme/logo')).status).toBe(404)
    expect((await get('/api/accounts/other/logo')).status).toBe(404)
  })
})
