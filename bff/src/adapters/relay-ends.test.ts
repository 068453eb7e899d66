import { beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../http/app.ts'
import { createSimulatedPortal } from '../testing/simulated-portal.ts'
import { relayCalls } from './relay-calls.ts'
import type { Asked } from './relay-client.ts'
import { answerOfPortal, askOfRelay } from './relay-ends.ts'
import { freshRelayFiles } from './relay-files.ts'
import { handles } from './relay-service.ts'
import { systemChance, systemClock } from './system.ts'

const portalUrl = 'https://enroll.example.test'
const { relay, portal } = await freshRelayFiles({ relay: 'https://relay.example.test', portal: portalUrl })
const { ports, origin } = await createSimulatedPortal()

let tended: boolean[]
let refused: string[]
/** What happens to the relay's call and to the portal's answer on their way. */
let onTheWay: { call: (request: Request) => Request; answer: (response: Response) => Response }
beforeEach(() => {
  tended = []
  refused = []
  onTheWay = { call: (request) => request, answer: (response) => response }
})

const app = createApp(ports, {
  origin,
  trustedProxies: [],
  peerAddress: () => '127.0.0.1',
  log: () => undefined,
  relayed: answerOfPortal(portal, {
    handlers: handles(relayCalls.tend, async ({ upkeep }) => {
      tended.push(upkeep)
      return { mails: 3, more: false }
    }),
    clock: systemClock,
    refused: (reason) => refused.push(reason),
    failed: (error) => expect.fail(String(error)),
  }),
})
const call = (said: unknown = { upkeep: true }): Promise<Asked> =>
  askOfRelay(relay, portalUrl, {
    fetch: async (url, init) => onTheWay.answer(await app.fetch(onTheWay.call(new Request(url, init)))),
    clock: systemClock,
    chance: systemChance,
    neverConnected: () => false,
  })(relayCalls.tend.path, said, 5_000)

describe('the relay calls upon the portal', () => {
  test('and is told how many mails were tried', async () => {
    expect(await call()).toMatchObject({ kind: 'answered', answer: { mails: 3, more: false } })
    expect(tended).toEqual([true])
  })

  test.each([
    ['other words', (r: Request) => new Request(r, { method: 'POST', body: '{"upkeep":false}' })],
    ['no signature', (r: Request) => new Request(r.url, { method: 'POST', body: '{"upkeep":true}' })],
  ])('a call with %s is not served', async (_, change) => {
    onTheWay.call = change
    await call()
    expect(tended).toEqual([])
    expect(refused).toHaveLength(1)
  })

  test('a call of another shape is not served', async () => {
    expect(await call({ upkeep: 'yes' })).toMatchObject({ kind: 'unheard' })
    expect(tended).toEqual([])
  })

  test('a copy is not served, and its refusal does not deny the first', async () => {
    const copies: Request[] = []
    onTheWay.call = (request) => {
      copies.push(request.clone())
      return copies[0]?.clone() ?? request
    }
    await call()
    await call()
    expect(tended).toHaveLength(1)
    expect(refused).toEqual(['replayed'])
  })

  test('an answer with other numbers is none', async () => {
    onTheWay.answer = (response) => new Response('{"mails":0,"more":true}', { headers: response.headers })
    expect(await call()).toMatchObject({ kind: 'lost' })
  })
})

test('a portal without a relay knows no such call', async () => {
  const plain = createApp(ports, { origin, trustedProxies: [], peerAddress: () => undefined, log: () => undefined })
  expect((await plain.request('/api/relay/tend', { method: 'POST' })).status).toBe(404)
})
