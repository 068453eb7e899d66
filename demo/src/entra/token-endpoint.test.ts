import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ids, people, startEntra, type EntraFixture } from './entra-fixture.ts'

let fixture: EntraFixture
beforeAll(async () => {
  fixture = await startEntra()
})
afterAll(() => fixture.stop())
beforeEach(() => fixture.entra.clearLog())

const passwordGrant = (username: string, password = people.ana.password, clientId = ids.ropcClientId) =>
  fixture.token({
    grant_type: 'password',
    client_id: clientId,
    username,
    password,
    scope: `openid profile ${ids.apiScope}`,
  })

async function signedIn() {
  const browser = fixture.browser()
  await browser.open(fixture.authorizeUrl())
  return browser.submit('password', { username: people.ana.upn, password: people.ana.password })
}

describe('password grant', () => {
  test.each([
    ['wrong password', people.ana.upn, 'wrong', 50126, undefined],
    ['unknown user', 'nobody@corp.example.test', 'Entra-1!', 50034, undefined],
    ['approval wanted', people.mia.upn, 'Entra-1!', 50076, 'basic_action'],
    ['text code wanted', people.noa.upn, 'Entra-1!', 50076, 'basic_action'],
    ['blocked by Conditional Access', people.cas.upn, 'Entra-1!', 53003, 'message_only'],
    ['wrong password of somebody with a second factor', people.mia.upn, 'wrong', 50126, undefined],
  ])('%s', async (_title, username, password, number, suberror) => {
    const { status, body } = await passwordGrant(username, password)
    expect(status).toBe(400)
    expect(body).toMatchObject({ error: 'invalid_grant', error_codes: [number] })
    expect(body.suberror).toBe(suberror)
    expect(body.error_description).toMatch(
      new RegExp(
        `^AADSTS${number}: .+ Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ$`,
      ),
    )
    expect(fixture.entra.log).toMatchObject([{ kind: 'password-grant', clientId: ids.ropcClientId, outcome: number }])
  })

  test('the right password gives tokens without a nonce', async () => {
    const { status, body } = await passwordGrant(people.ana.upn.toUpperCase())
    expect(status).toBe(200)
    const id = await fixture.verify(body.id_token, ids.ropcClientId)
    expect(id.payload).toMatchObject({ oid: people.ana.oid, tid: ids.tenantId, ver: '2.0' })
    expect(id.payload).not.toHaveProperty('nonce')
    expect((await fixture.verify(body.access_token, ids.apiClientId)).payload).toMatchObject({
      azp: ids.ropcClientId,
      scp: 'Enroll.Device',
    })
    expect(fixture.entra.log.filter(({ kind }) => kind !== 'keys')).toEqual([
      { kind: 'password-grant', username: 'ana', clientId: ids.ropcClientId, outcome: 'ok' },
    ])
  })

  test('an empty password is a malformed request', async () => {
    expect((await passwordGrant(people.ana.upn, '')).body).toMatchObject({
      error: 'invalid_request',
      error_codes: [900144],
    })
  })

  test('an unknown client is AADSTS700016', async () => {
    const { status, body } = await passwordGrant(people.ana.upn, people.ana.password, 'made-up')
    expect(status).toBe(400)
    expect(body).toMatchObject({ error: 'unauthorized_client', error_codes: [700016] })
  })

  test('a client without the grant is refused and nobody is asked', async () => {
    expect((await passwordGrant(people.ana.upn, people.ana.password, ids.spaClientId)).status).toBe(400)
    expect(fixture.entra.log).toEqual([])
  })
})

describe('authorization code', () => {
  test('works once', async () => {
    const landing = await signedIn()
    expect((await fixture.redeem(landing)).status).toBe(200)
    expect((await fixture.redeem(landing)).body).toMatchObject({ error: 'invalid_grant', error_codes: [70000] })
  })

  test('needs the verifier', async () => {
    const { body } = await fixture.redeem(await signedIn(), { code_verifier: 'x'.repeat(43) })
    expect(body).toMatchObject({ error: 'invalid_grant' })
    expect(body).not.toHaveProperty('id_token')
  })

  test('a refresh token gives new tokens', async () => {
    const first = (await fixture.redeem(await signedIn())).body
    const { status, body } = await fixture.token({
      grant_type: 'refresh_token',
      client_id: ids.spaClientId,
      refresh_token: String(first.refresh_token),
    })
    expect(status).toBe(200)
    expect((await fixture.verify(body.id_token, ids.spaClientId)).payload.oid).toBe(people.ana.oid)
    expect(body.id_token).not.toBe(first.id_token)
  })
})

describe('keys', () => {
  test('carry the issuer template of the tenant-independent key set', async () => {
    const reply: unknown = await (await fetch(fixture.metadata.jwks_uri)).json()
    expect(reply).toEqual({
      keys: [
        {
          kty: 'RSA',
          use: 'sig',
          kid: expect.any(String),
          n: expect.any(String),
          e: 'AQAB',
          issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
        },
      ],
    })
    expect(fixture.entra.log).toEqual([{ kind: 'keys' }])
  })

  test('after a rotation old tokens still verify, after dropping the old key they do not', async () => {
    const old = (await passwordGrant(people.ana.upn)).body.id_token
    fixture.entra.rotateKeys()
    const next = (await passwordGrant(people.ana.upn)).body.id_token
    const [oldToken, nextToken] = [
      await fixture.verify(old, ids.ropcClientId),
      await fixture.verify(next, ids.ropcClientId),
    ]
    expect(oldToken.header.kid).not.toBe(nextToken.header.kid)
    fixture.entra.rotateKeys({ dropOld: true })
    await expect(fixture.verify(next, ids.ropcClientId)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
  })

  test('the discovery document names the endpoints and the issuer of Microsoft', async () => {
    const reply: unknown = await (
      await fetch(`${fixture.origin}/${ids.tenantId}/v2.0/.well-known/openid-configuration`)
    ).json()
    expect(reply).toEqual(fixture.metadata)
  })
})

describe('faults', () => {
  test('the next token request fails with a status, the one after succeeds', async () => {
    fixture.entra.faults.next('token', { status: 503, body: '{"error":"temporarily_unavailable"}' })
    expect(await passwordGrant(people.ana.upn)).toEqual({ status: 503, body: { error: 'temporarily_unavailable' } })
    expect((await passwordGrant(people.ana.upn)).status).toBe(200)
  })

  test('the key set can stay unreachable until cleared', async () => {
    fixture.entra.faults.next('keys', 'hang-up', Infinity)
    await expect(fetch(fixture.metadata.jwks_uri)).rejects.toThrow('fetch failed')
    await expect(fetch(fixture.metadata.jwks_uri)).rejects.toThrow('fetch failed')
    fixture.entra.faults.clear()
    expect((await fetch(fixture.metadata.jwks_uri)).status).toBe(200)
  })
})

test('a browser of another origin may call the token endpoint', async () => {
  const response = await fetch(fixture.metadata.token_endpoint, {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
  })
  expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example')
})
