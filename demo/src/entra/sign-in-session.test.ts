import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerOf, ids, people, startEntra, type EntraFixture } from './entra-fixture.ts'

const stepUp = { claims: JSON.stringify({ id_token: { acrs: { essential: true, value: 'c1' } } }) }
const right = { username: people.ana.upn, password: people.ana.password }

let fixture: EntraFixture
beforeAll(async () => {
  fixture = await startEntra()
})
afterAll(() => fixture.stop())

async function idTokenOf(landing: Parameters<EntraFixture['redeem']>[0]) {
  const { body } = await fixture.redeem(landing)
  return (await fixture.verify(body.id_token, ids.spaClientId)).payload
}

describe('session', () => {
  test('a second request needs no page, a step-up only the approval', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    await browser.submit('password', right)
    expect(answerOf(await browser.open(fixture.authorizeUrl())).has('code')).toBe(true)
    const page = await browser.open(fixture.authorizeUrl(stepUp))
    expect(page.html).toContain('Approve sign in request')
    expect((await idTokenOf(await browser.submit('approval'))).acrs).toEqual(['c1'])
  })

  test('prompt=login asks for the password again, and somebody else can take it', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    await browser.submit('password', right)
    const page = await browser.open(fixture.authorizeUrl({ prompt: 'login' }))
    expect(page.html).toContain('name="password"')
    const payload = await idTokenOf(
      await browser.submit('password', { username: people.eva.upn, password: people.eva.password }),
    )
    expect(payload.oid).toBe(people.eva.oid)
    expect(payload).not.toHaveProperty('auth_time')
  })

  test('prompt=login asks for the second factor again', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl(stepUp))
    await browser.submit('password', right)
    await browser.submit('approval')
    await browser.open(fixture.authorizeUrl({ prompt: 'login', ...stepUp }))
    expect((await browser.submit('password', right)).html).toContain('Approve sign in request')
  })

  test('prompt=select_account shows the sign-in page', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    await browser.submit('password', right)
    expect((await browser.open(fixture.authorizeUrl({ prompt: 'select_account' }))).html).toContain('name="password"')
  })

  test('a hint at somebody else shows the sign-in page once, whoever then signs in', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    await browser.submit('password', right)
    const page = await browser.open(fixture.authorizeUrl({ login_hint: people.eva.upn }))
    expect(page.html).toContain(`value="${people.eva.upn}"`)
    expect((await idTokenOf(await browser.submit('password', right))).oid).toBe(people.ana.oid)
    expect(answerOf(await browser.open(fixture.authorizeUrl({ login_hint: people.ana.upn }))).has('code')).toBe(true)
  })

  test('prompt=none without a session is login_required', async () => {
    expect(answerOf(await fixture.browser().open(fixture.authorizeUrl({ prompt: 'none' }))).get('error')).toBe(
      'login_required',
    )
  })

  test('auth_time is in the token when the client asks', async () => {
    const browser = fixture.browser()
    await browser.open(
      fixture.authorizeUrl({
        prompt: 'login',
        claims: JSON.stringify({ id_token: { auth_time: { essential: true } } }),
      }),
    )
    const payload = await idTokenOf(await browser.submit('password', right))
    expect(Math.abs(Number(payload.auth_time) - Date.now() / 1000)).toBeLessThan(10)
  })

  test('signing out ends the session and returns to a registered address only', async () => {
    const browser = fixture.browser()
    await browser.open(fixture.authorizeUrl())
    await browser.submit('password', right)
    const back = await browser.open(
      `${fixture.metadata.end_session_endpoint}?${new URLSearchParams({ post_logout_redirect_uri: fixture.redirectUri, state: 's' })}`,
    )
    expect(back.url.href).toBe(`${fixture.redirectUri}?state=s`)
    expect((await browser.open(fixture.authorizeUrl())).html).toContain('name="password"')
    const page = await browser.open(
      `${fixture.metadata.end_session_endpoint}?post_logout_redirect_uri=https://evil.example/`,
    )
    expect(page.html).toContain('You signed out of your account')
  })
})
