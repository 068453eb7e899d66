import { expect, test } from 'vitest'
import { createPrivateApp, type Health } from './private-app.ts'

const noon = Date.UTC(2026, 10, 24, 12)
const well: Health = {
  closing: () => false,
  storeTime: () => Promise.resolve(noon),
  clock: { now: () => noon },
  metrics: () => Promise.resolve('up 1\n'),
}
const status = async (health: Health, path: string) => (await createPrivateApp(health).request(path)).status

test('a process that runs is healthy, whatever else is true', async () => {
  expect(
    await status({ ...well, closing: () => true, storeTime: () => Promise.reject(new Error('down')) }, '/healthz'),
  ).toBe(200)
})

test('a process is ready as long as its store can be written and it is not closing', async () => {
  expect(await status(well, '/readyz')).toBe(200)
  expect(await status({ ...well, closing: () => true }, '/readyz')).toBe(503)
  expect(await status({ ...well, storeTime: () => Promise.reject(new Error('read-only')) }, '/readyz')).toBe(503)
})

test('a process is ready as long as its clock is within 5 s of the store’s', async () => {
  const apart = (ms: number) => status({ ...well, storeTime: () => Promise.resolve(noon + ms) }, '/readyz')
  expect(await Promise.all([-5_000, 5_000].map(apart))).toEqual([200, 200])
  expect(await Promise.all([-5_001, 5_001].map(apart))).toEqual([503, 503])
})

test('the time that the store took to answer is no difference between clocks', async () => {
  let now = noon
  const slow: Health = { ...well, clock: { now: () => now }, storeTime: async () => (now += 9_000) - 9_000 }
  expect(await status(slow, '/readyz')).toBe(200)
})

test('metrics are in the Prometheus text format', async () => {
  const response = await createPrivateApp(well).request('/metrics')
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4')
  expect(await response.text()).toBe('up 1\n')
})

test('nothing of the API is on the private port', async () => {
  for (const path of ['/', '/api/enrollment', '/api/openapi.json']) expect(await status(well, path)).toBe(404)
})
