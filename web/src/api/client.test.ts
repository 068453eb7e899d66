import { routes } from '@muster/shared/contract'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { call } from './client.ts'

const network = setupServer()
beforeAll(() => network.listen())
afterEach(() => {
  network.resetHandlers()
  vi.restoreAllMocks()
  vi.useRealTimers()
})
afterAll(() => network.close())

const answer = (make: () => Response | Promise<Response>) => network.use(http.get('*/api/enrollment', make))
const read = () => call(routes.current)

/** Half of an answer, whose rest is up to the test. */
const half = (rest: (body: ReadableStreamDefaultController<Uint8Array>) => void): Response =>
  new Response(
    new ReadableStream<Uint8Array>({
      start: (body) => {
        body.enqueue(new TextEncoder().encode('{"kind":'))
        rest(body)
      },
    }),
    { headers: { 'content-type': 'application/json' } },
  )

test('browsers that cannot join two signals are served as well', async () => {
  vi.spyOn(AbortSignal, 'any').mockImplementation(() => {
    throw new TypeError('AbortSignal.any is not a function')
  })
  answer(() => Response.json({ type: 'about:blank' }, { status: 503 }))
  await expect(call(routes.current, undefined, { signal: new AbortController().signal })).rejects.toMatchObject({
    silence: 'unavailable',
  })
})

test('each call names the language of the page', async () => {
  const asked: (string | null)[] = []
  network.use(
    http.get('*/api/enrollment', ({ request }) => {
      asked.push(request.headers.get('accept-language'))
      return Response.error()
    }),
  )
  for (const lang of ['ar', 'pt-BR']) {
    document.documentElement.lang = lang
    await read().catch(() => undefined)
  }
  document.documentElement.lang = 'en'
  expect(asked).toEqual(['ar', 'pt-BR'])
})

test('without a network one is offline', async () => {
  answer(() => Response.error())
  await expect(read()).rejects.toMatchObject({ silence: 'offline' })
})

test('a connection that breaks halfway through the answer is no answer of somebody else’s', async () => {
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(half((body) => body.error(new TypeError('terminated'))))
  await expect(read()).rejects.toMatchObject({ silence: 'offline' })
})

test('nobody waits longer than half a minute for an answer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  answer(() => {
    resolve()
    return new Promise<Response>(() => undefined)
  })
  const failed = read().catch((failure: unknown) => failure)
  await asked
  await vi.advanceTimersByTimeAsync(30_000)
  expect(await failed).toMatchObject({ silence: 'timeout' })
})

test('nor for the rest of one', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  // Node's own client trips over an answer that is given up halfway; a browser breaks its body off, as here.
  vi.spyOn(globalThis, 'fetch').mockImplementation((_, init) =>
    Promise.resolve(
      half((body) => init?.signal?.addEventListener('abort', () => body.error(new DOMException('', 'AbortError')))),
    ),
  )
  const failed = read().catch((failure: unknown) => failure)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(await failed).toMatchObject({ silence: 'timeout' })
})

test.each([502, 503, 504])(
  '%d without our words is the trouble of our service, not of a public Wi-Fi',
  async (status) => {
    answer(() => new Response('<h1>nginx</h1>', { status }))
    await expect(read()).rejects.toMatchObject({ silence: 'unavailable' })
  },
)

test.each([200, 403, 511])('%d with a page of somebody else’s is not believed', async (status) => {
  answer(() => new Response('<h1>Welcome to our hotel</h1>', { status }))
  await expect(read()).rejects.toMatchObject({ silence: 'garbled' })
})
