import { beforeEach, describe, expect, test } from 'vitest'
import { relayedDirectory as settings, relayPair } from '../testing/relay-pair.ts'
import { sha256 } from './keys.ts'
import { relayCalls } from './relay-calls.ts'
import { freshRelayFiles } from './relay-files.ts'
import { createSigner } from './relay-signature.ts'
import { relayWire } from './relay-wire.ts'

const said = { settings, principal: 'ana@corp.example.test', password: 'Directory-1!' }

let pair: Awaited<ReturnType<typeof relayPair>>
beforeEach(async () => {
  pair = await relayPair()
})
const binds = () => pair.neighbours.journal.length
const verify = () => pair.line.ask(relayCalls.verifyPassword, said)
const refusedAs = (reason: string) => ({
  kind: 'unavailable',
  asked: false,
  because: `refused: ${reason}, version ${relayWire.version}`,
})

/** One request as it goes over the wire, held back. */
const caught = async (): Promise<Request> => {
  const straight = pair.wire
  const { promise, resolve } = Promise.withResolvers<Request>()
  pair.wire = async (request) => {
    resolve(request)
    throw new Error('refused')
  }
  await verify()
  pair.wire = straight
  return promise
}
/** The relay's answer to a request that somebody else makes. */
const sent = async (request: Request): Promise<Response> => {
  const { promise, resolve } = Promise.withResolvers<Response>()
  const straight = pair.wire
  pair.wire = async (_, deliver) => {
    resolve(await deliver(request))
    throw new Error('refused')
  }
  await verify()
  pair.wire = straight
  return promise
}
const claimsIn = (response: Response) =>
  JSON.parse(
    atob((response.headers.get(relayWire.header) ?? '').split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''),
  )

describe('a request that is not the portal’s as it made it is surely not heard', () => {
  test('from another portal', async () => {
    const stranger = await freshRelayFiles({ relay: 'https://relay.example.test' })
    pair = await relayPair({}, { ...pair.files, portal: { ...pair.files.portal, signing: stranger.portal.signing } })
    expect(await verify()).toEqual(refusedAs('untrusted'))
    expect(binds()).toBe(0)
  })

  test('meant for another relay', async () => {
    const other = await freshRelayFiles({ relay: 'https://relay.example.test' })
    const { relay, portal } = pair.files
    pair = await relayPair({}, { relay: { ...other.relay, portal: relay.portal }, portal })
    expect(await verify()).toMatchObject({ kind: 'unavailable', asked: true })
    expect(pair.told).toContain('untrusted')
    expect(binds()).toBe(0)
  })

  test('brought to another path', async () => {
    pair.wire = (request, deliver) => deliver(new Request('https://relay.example.test/relay/hello', request))
    expect(await verify()).toEqual(refusedAs('misdirected'))
  })

  test('with another body', async () => {
    pair.wire = (request, deliver) =>
      deliver(new Request(request.url, { method: 'POST', headers: request.headers, body: 'x' }))
    expect(await verify()).toEqual(refusedAs('malformed'))
  })

  test('with a body longer than any call’s', async () => {
    pair.wire = (request, deliver) =>
      deliver(new Request(request.url, { method: 'POST', headers: request.headers, body: 'x'.repeat(300_000) }))
    expect(await verify()).toEqual(refusedAs('malformed'))
  })

  test('made more than a minute ago by the relay’s clock', async () => {
    pair.skew.relay = 61_000
    expect(await verify()).toEqual(refusedAs('stale'))
    expect(binds()).toBe(0)
    pair.skew.relay = 58_000
    expect(await verify()).toMatchObject({ kind: 'answered' })
  })

  test('of another version, whatever its signature', async () => {
    pair.wire = async (request, deliver) => {
      const token = await createSigner(pair.files.portal.signing[0] ?? expect.fail())(relayWire.request, { v: 2 })
      const response = await deliver(
        new Request(request.url, { method: 'POST', headers: { [relayWire.header]: token } }),
      )
      expect(response.status).toBe(426)
      expect(claimsIn(response)).toMatchObject({ v: 1, refused: 'unsupported-version', re: await sha256(token) })
      return response
    }
    expect(await verify()).toMatchObject({ kind: 'unavailable' })
    expect(binds()).toBe(0)
  })
})

test('what comes more than a minute early is not heard, but a copy may be when its time has come', async () => {
  pair.skew.relay = -61_000
  expect(await verify()).toEqual({ kind: 'unavailable', asked: true, because: 'refused: early' })
  expect(binds()).toBe(0)
  pair.skew.relay = -58_000
  pair.restart()
  expect(await verify()).toMatchObject({ kind: 'answered' })
})

describe('what was heard once is not heard again', () => {
  test('a copy is refused, in words that do not deny that the first was heard', async () => {
    const request = await caught()
    expect((await sent(request.clone())).status).toBe(200)
    const again = await sent(request.clone())
    expect([again.status, claimsIn(again).refused]).toEqual([409, 'replayed'])
    expect(binds()).toBe(1)
    pair.wire = async (first, deliver) => {
      await deliver(first.clone())
      return deliver(first)
    }
    expect(await verify()).toMatchObject({ kind: 'unavailable', asked: true })
    expect(binds()).toBe(2)
  })

  test('a copy that was refused as unheard uses the request up', async () => {
    const request = await caught()
    const changed = new Request(request.url, { method: 'POST', headers: request.headers, body: 'x' })
    expect(claimsIn(await sent(changed)).refused).toBe('malformed')
    expect(claimsIn(await sent(request)).refused).toBe('replayed')
    expect(binds()).toBe(0)
  })

  test('a relay that starts anew hears nothing that was made before', async () => {
    const request = await caught()
    await new Promise((resolve) => setTimeout(resolve, 2))
    pair.restart()
    const answer = await sent(request)
    expect([answer.status, claimsIn(answer).refused]).toEqual([503, 'restarted'])
    expect(binds()).toBe(0)
  })
})

describe('an answer that is not the relay’s to this request is none', () => {
  test('of another relay', async () => {
    const other = await relayPair()
    other.files.relay.portal = pair.files.relay.portal
    pair.wire = async () => {
      const { promise, resolve } = Promise.withResolvers<Response>()
      other.wire = async (request, deliver) => {
        const response = await deliver(request)
        resolve(response.clone())
        return response
      }
      await other.ask(relayCalls.hello.path, {}, 5_000)
      return promise
    }
    expect(await verify()).toMatchObject({ kind: 'unavailable', asked: true })
  })

  test('to an earlier request', async () => {
    const answers: Response[] = []
    pair.wire = async (request, deliver) => {
      const response = await deliver(request)
      answers.push(response.clone())
      return answers[0]?.clone() ?? response
    }
    expect(await verify()).toMatchObject({ kind: 'answered' })
    expect(await verify()).toMatchObject({ kind: 'unavailable', asked: true, because: 'the answer to another request' })
  })

  test.each([
    ['another body', (r: Response) => new Response('{}', { headers: r.headers })],
    ['no signature', (r: Response) => new Response(r.body)],
    ['a page of something between', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
  ])('with %s', async (_, change) => {
    pair.wire = async (request, deliver) => change(await deliver(request))
    expect(await verify()).toMatchObject({ kind: 'unavailable', asked: true })
  })

  test('of a handler that broke is trouble, told to the operator', async () => {
    pair.neighbours.people.get = () => {
      throw new Error('broke')
    }
    expect(await verify()).toMatchObject({ kind: 'unavailable', asked: true })
    expect(pair.told).toContain('Error: broke')
  })
})

describe('a relay of another version', () => {
  /** It answers every call with these claims beside those that are the same in all versions. */
  const answering = (claims: object) => {
    pair.wire = async (request) => {
      const re = await sha256(request.headers.get(relayWire.header) ?? '')
      const sign = createSigner(pair.files.relay.signing[0] ?? expect.fail())
      const claimed = { v: 2, re, iat: Date.now() / 1000, digest: await sha256(''), ...claims }
      return new Response('', { headers: { [relayWire.header]: await sign(relayWire.answer, claimed) } })
    }
  }

  test('that refuses ours has not heard it, and the operator is told which it is', async () => {
    answering({ refused: 'unsupported-version' })
    expect(await verify()).toEqual({
      kind: 'unavailable',
      asked: false,
      because: 'refused: unsupported-version, version 2',
    })
    expect(pair.told).toEqual(['refused: unsupported-version, version 2'])
  })

  test.each([{}, { refused: 'a reason of later days' }])('that says %j may have heard it', async (claims) => {
    answering(claims)
    expect(await verify()).toMatchObject({ kind: 'unavailable', asked: true })
  })
})

test('a sealed body does not open under another request’s signature', async () => {
  const request = await caught()
  const body = await request.text()
  const { signing, relay } = pair.files.portal
  const token = await createSigner(signing[0] ?? expect.fail())(relayWire.request, {
    v: 1,
    aud: relay.signing[0]?.kid,
    jti: 'another-request-of-the-portal',
    iat: Date.now() / 1000,
    htm: 'POST',
    htp: relayCalls.verifyPassword.path,
    digest: await sha256(body),
  })
  const answer = await sent(new Request(request.url, { method: 'POST', headers: { [relayWire.header]: token }, body }))
  expect(claimsIn(answer).refused).toBe('malformed')
  expect(binds()).toBe(0)
})
