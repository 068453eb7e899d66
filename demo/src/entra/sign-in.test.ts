import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answerOf, ids, people, startEntra, type EntraFixture } from './entra-fixture.ts'

const stepUp = { claims: JSON.stringify({ id_token: { acrs: { essential: true, value: 'c1' } } }) }
const right = { username: people.ana.upn, password: people.ana.password }

let fixture: EntraFixture
beforeAll(async () => {
  fixture = await startEntra()
})
afterAll(() => fixture.stop())
beforeEach(() => fixture.entra.clearLog())

async function idTokenOf(landing: Parameters<EntraFixture['redeem']>[0]) {
  const { body } = await fixture.redeem(landing)
  return (await fixture.verify(body.id_token, ids.spaClientId)).payload
}

describe('password', () => {
  test('the right password leads back to the app with a code and no issuer', async () => {
    const browser = fixture.browser()
    const page = await browser.open(fixture.authorizeUrl({ login_hint: people.ana.upn }))
    expect(page.html).toContain(`value="${people.ana.upn}"`)
    expect(page.html).toContain('Simulated Microsoft Entra')
    const landing = await browser.submit('password', right)
    expect(landing.url.pathname).toBe('/redirect')
    expect([...answerOf(landing).keys()].toSorted()).toEqual(['code', 'state'])
    expect(fixture.entra.log).toEqual([{ kind: 'sign-in', username: 'ana', outcome: 'ok' }])
  })

  test('the tokens look like those of Entra v2.0', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    const { body } = await fixture.redeem(await browser.submit('password', right))
    const id = await fixture.verify(body.id_token, ids.spaClientId)
    expect(id.header).toMatchObject({ alg: 'RS256', typ: 'JWT' })
    expect(id.payload).toMatchObject({
      ver: '2.0',
      tid: ids.tenantId,
      oid: people.ana.oid,
      preferred_username: people.ana.upn,
      name: people.ana.name,
      nonce: 'nonce-1',
      uti: expect.any(String),
    })
    for (const absent of ['amr', 'acrs', 'acr', 'auth_time', 'acct', 'at_hash'])
      expect(id.payload).not.toHaveProperty(absent)
    const now = Date.now() / 1000
    expect(now - (id.payload.iat ?? 0)).toBeGreaterThan(295)
    expect(id.payload.nbf).toBe(id.payload.iat)
    expect(Math.abs((id.payload.exp ?? 0) - now - 3600)).toBeLessThan(10)

    const access = await fixture.verify(body.access_token, ids.apiClientId)
    expect(access.payload).toMatchObject({
      azp: ids.spaClientId,
      azpacr: '0',
      scp: 'Enroll.Device',
      oid: people.ana.oid,
      tid: ids.tenantId,
      ver: '2.0',
    })
    expect(access.payload.uti).not.toBe(id.payload.uti)
    expect(access.payload.sub).not.toBe(id.payload.sub)
    expect(body).toMatchObject({
      scope: ids.apiScope,
      token_type: 'Bearer',
      client_info: expect.any(String),
      refresh_token: expect.any(String),
    })
  })

  test.each([
    ['wrong password', { ...right, password: 'wrong' }, 50126, 'Your account or password is incorrect'],
    ['unknown user', { ...right, username: 'nobody@corp.example.test' }, 50034, 'This username may be incorrect'],
  ])('%s stays on the page with its number', async (_title, fields, number, words) => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    const page = await browser.submit('password', fields)
    expect(page.url.pathname).toContain('/sign-in/')
    expect(page.html).toContain(words)
    expect(page.html).toContain(`AADSTS${number}`)
    expect(page.html).toContain(`value="${fields.username}"`)
    expect(fixture.entra.log).toMatchObject([{ kind: 'sign-in', outcome: number }])
    expect((await browser.submit('password', right)).url.pathname).toBe('/redirect')
  })

  test('a bare user name is understood', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    const landing = await browser.submit('password', { ...right, username: ' Ana ' })
    expect(landing.url.pathname).toBe('/redirect')
  })

  test('what was typed is escaped', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    const page = await browser.submit('password', { username: '"><script>', password: 'x' })
    expect(page.html).not.toContain('<script')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('a guest is marked as one', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    const payload = await idTokenOf(
      await browser.submit('password', { username: people.gus.upn, password: people.gus.password }),
    )
    expect(payload).toMatchObject({ acct: 1, idp: expect.stringContaining('https://sts.windows.net/') })
  })
})

describe('cancel', () => {
  test('returns access_denied with AADSTS65004 to the app', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    const answer = answerOf(await browser.submit('cancel'))
    expect(answer.get('error')).toBe('access_denied')
    expect(answer.get('error_description')).toContain('AADSTS65004')
    expect(answer.get('error_subcode')).toBe('cancel')
    expect(answer.get('state')).toBe('state-1')
  })

  test.each([[53003, 'You cannot access this right now']])(
    'AADSTS%i is shown after the right password alone, and goes back to the app',
    async (number, words) => {
      const browser = fixture.browser()
      await browser.open(fixture.authorizeUrl())
      const wrong = await browser.submit('password', { username: people.cas.upn, password: 'wrong' })
      expect(wrong.html).toContain('AADSTS50126')
      const page = await browser.submit('password', { username: people.cas.upn, password: people.cas.password })
      expect(page.html).toContain(words)
      expect(page.html).toContain(`AADSTS${number}`)
      const answer = answerOf(await browser.submit('cancel'))
      expect(answer.get('error')).toBe('access_denied')
      expect(answer.get('error_description')).toMatch(new RegExp(`^AADSTS${number}: .*Correlation ID: [0-9a-f-]{36}`))
      expect(answer.get('error_subcode')).toBeNull()
      expect(fixture.entra.log).toEqual([
        { kind: 'sign-in', username: 'cas', outcome: 50126 },
        { kind: 'sign-in', username: 'cas', outcome: number },
      ])
    },
  )

  test('works on the second page too', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    await browser.submit('password', { username: people.mia.upn, password: people.mia.password })
    expect(answerOf(await browser.submit('cancel')).get('error')).toBe('access_denied')
    expect(fixture.entra.log.at(-1)).toEqual({ kind: 'cancelled', username: 'mia' })
  })
})

describe('second factor', () => {
  test('the authentication context asks anybody for approval and then is in the ID token', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl(stepUp))
    const page = await browser.submit('password', right)
    expect(page.html).toMatch(/class="number">.*\d\d<\/p>/)
    const payload = await idTokenOf(await browser.submit('approval'))
    expect(payload.acrs).toEqual(['c1'])
    expect(payload).not.toHaveProperty('amr')
  })

  test('approving before the password proves nothing', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl(stepUp))
    const page = await browser.submit('approval')
    expect(page.url.pathname).toContain('/sign-in/')
    expect(page.html).toContain('name="password"')
  })

  test('another context than the configured one is not granted', async () => {
    const browser = fixture.browser()
    await browser.open(
      fixture.authorizeUrl({ claims: JSON.stringify({ id_token: { acrs: { essential: true, value: 'c9' } } }) }),
    )
    expect(await idTokenOf(await browser.submit('password', right))).not.toHaveProperty('acrs')
  })

  test('mia is asked for approval; without a request for the context the token has none', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    const page = await browser.submit('password', { username: people.mia.upn, password: people.mia.password })
    expect(page.html).toContain('Approve sign in request')
    expect(await idTokenOf(await browser.submit('approval'))).not.toHaveProperty('acrs')
  })

  test('noa gets a code by text message, a wrong one stays, the right one satisfies the context', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl(stepUp))
    const page = await browser.submit('password', { username: people.noa.upn, password: people.noa.password })
    expect(page.html).toContain('Enter code')
    const code = fixture.entra.textMessages[0]?.code ?? ''
    expect(code).toMatch(/^\d{6}$/)
    const again = await browser.submit('code', { code: code === '000000' ? '000001' : '000000' })
    expect(again.html).toContain('expected verification code')
    expect((await idTokenOf(await browser.submit('code', { code }))).acrs).toEqual(['c1'])
  })

  test('a new text message replaces the code', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    await browser.submit('password', { username: people.noa.upn, password: people.noa.password })
    const before = fixture.entra.textMessages.length
    await browser.submit('resend')
    expect(fixture.entra.textMessages.length).toBe(before + 1)
    const landing = await browser.submit('code', { code: fixture.entra.textMessages[0]?.code ?? '' })
    expect(landing.url.pathname).toBe('/redirect')
  })
})

describe('requests that cannot be answered', () => {
  test('an unknown redirect address shows AADSTS50011 and goes nowhere', async () => {
    const page = await fixture.browser().open(fixture.authorizeUrl({ redirect_uri: 'https://evil.example/' }))
    expect(page.status).toBe(400)
    expect(page.html).toContain('AADSTS50011')
  })

  test('a sign-in that was answered cannot be answered again', async () => {
    const browser = fixture.browser()
    const { url } = await browser.open(fixture.authorizeUrl())
    await browser.submit('password', right)
    expect((await browser.open(url.href)).html).toContain('already answered')
  })

  test('a sign-in page without its cookie says so', async () => {
    const page = await fixture.browser().open(`${fixture.origin}/${ids.tenantId}/sign-in/made-up`)
    expect(page.status).toBe(400)
    expect(page.html).toContain('having trouble signing you in')
  })

  test('a path of nobody is left to others', async () => {
    expect(await (await fetch(`${fixture.origin}/acme`)).text()).toBe('not Entra')
  })
})
