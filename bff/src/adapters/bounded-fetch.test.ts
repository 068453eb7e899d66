import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalWebServer, startLocalWebServer } from '../testing/local-web-server.ts'
import { boundedFetch } from './bounded-fetch.ts'

let web: LocalWebServer
beforeAll(async () => {
  web = await startLocalWebServer()
})
afterAll(() => web.stop())

test('a server that says nothing is given up when the time is over', async () => {
  web.answer = () => 'silence'
  await expect(boundedFetch(fetch, web.origin, { timeout: 50, most: 10 })).rejects.toThrow(/timeout/)
})

test('as many bytes as allowed are read, one more is refused', async () => {
  web.answer = () => ({ body: 'éé' })
  expect(await boundedFetch(fetch, web.origin, { timeout: 5_000, most: 4 })).toMatchObject({ status: 200, text: 'éé' })
  await expect(boundedFetch(fetch, web.origin, { timeout: 5_000, most: 3 })).rejects.toThrow(/longer than 3 bytes/)
})

test('a redirection is an answer: nothing is sent on', async () => {
  web.answer = () => ({ status: 307, headers: { location: `${web.origin}/elsewhere` } })
  expect(
    await boundedFetch(
      fetch,
      `${web.origin}/first`,
      { timeout: 5_000, most: 10 },
      { method: 'POST', body: 'password' },
    ),
  ).toMatchObject({ status: 307 })
  expect(web.requests.some(({ path }) => path === '/elsewhere')).toBe(false)
})
