import { expect, test } from 'vitest'
import type { Observe, Operation } from '../ports/watch.ts'
import { observedEntra, observedRelay } from './observed-neighbours.ts'

const listening = () => {
  const seen: [Operation, string][] = []
  const observe: Observe = async (operation, work, outcomeOf = () => 'ok') => {
    const result = await work()
    seen.push([operation, outcomeOf(result)])
    return result
  }
  return { seen, observe }
}

test('Entra’s keys and tokens are told apart, by host and never by tenant; what it answers is told by its class', async () => {
  const { seen, observe } = listening()
  const statuses = [200, 400, 503]
  const ask = observedEntra(async () => new Response('', { status: statuses.shift() ?? 500 }), observe)
  const tenant = 'https://login.microsoftonline.com/4b0c2f0e-7f5e-4a57-9a3c-0c5f6d1f7a11'
  await ask(`${tenant}/discovery/v2.0/keys`)
  await ask(`${tenant}/oauth2/v2.0/token`, { method: 'POST', body: 'password=Entra-1!' })
  await ask(new URL(`${tenant}/discovery/v2.0/keys`))
  const server = { 'server.address': 'login.microsoftonline.com' }
  expect(seen).toEqual([
    [{ dependency: 'entra', name: 'keys', attributes: { 'http.request.method': 'GET', ...server } }, '2xx'],
    [{ dependency: 'entra', name: 'token', attributes: { 'http.request.method': 'POST', ...server } }, '4xx'],
    [{ dependency: 'entra', name: 'keys', attributes: { 'http.request.method': 'GET', ...server } }, 'failed'],
  ])
})

test('Entra is told nothing of our traces, the relay is: beside what it is sent anyway', async () => {
  const { observe } = listening()
  const sent: (string | null)[][] = []
  const fetch: typeof globalThis.fetch = async (_, init) => {
    const headers = new Headers(init?.headers)
    sent.push(['muster-signature', 'traceparent'].map((name) => headers.get(name)))
    return new Response('')
  }
  const init = { method: 'POST', headers: { 'muster-signature': 'signed' } }
  await observedRelay(fetch, observe, () => ({ traceparent: '00-trace-span-01' }))(
    'https://relay.test/relay/hello',
    init,
  )
  await observedEntra(fetch, observe)('https://login.microsoftonline.com/t/discovery/v2.0/keys', init)
  expect(sent).toEqual([
    ['signed', '00-trace-span-01'],
    ['signed', null],
  ])
})
