import { expect, test } from 'vitest'
import { createPrivateApp, type Health } from './private-app.ts'

const well: Health = { closing: () => false, ready: () => Promise.resolve(), metrics: () => Promise.resolve('up 1\n') }
const status = async (health: Health, path: string) => (await createPrivateApp(health).request(path)).status

test('a process that runs is healthy, whatever else is true', async () => {
  expect(
    await status({ ...well, closing: () => true, ready: () => Promise.reject(new Error('down')) }, '/healthz'),
  ).toBe(200)
})

test('a process is ready as long as its store can be written and it is not closing', async () => {
  expect(await status(well, '/readyz')).toBe(200)
  expect(await status({ ...well, closing: () => true }, '/readyz')).toBe(503)
  expect(await status({ ...well, ready: () => Promise.reject(new Error('read-only')) }, '/readyz')).toBe(503)
})

test('metrics are in the Prometheus text format', async () => {
  const response = await createPrivateApp(well).request('/metrics')
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4')
  expect(await response.text()).toBe('up 1\n')
})

test('nothing of the API is on the private port', async () => {
  for (const path of ['/', '/api/enrollment', '/api/openapi.json']) expect(await status(well, path)).toBe(404)
})
