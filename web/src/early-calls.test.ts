import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { routes } from './api/calls.ts'
import { call } from './api/client.ts'
import { callEarly } from './early-calls.ts'

const network = setupServer()
const sent: string[] = []
beforeAll(() => network.listen())
afterEach(() => {
  globalThis.earlyAsks = undefined
  sent.length = 0
  network.resetHandlers()
})
afterAll(() => network.close())

const problem = (): Response =>
  Response.json(
    { type: 'about:blank', title: 'no', status: 404, code: 'unknown-account', reference: 'ABCD-EFGH' },
    { status: 404 },
  )
const answerWith = (answer: () => Response) =>
  network.use(
    http.all('*/api/*', async ({ request }) => {
      const body = await request.text()
      sent.push([request.method, new URL(request.url).pathname, request.headers.get('content-type'), body].join(' '))
      return answer()
    }),
  )

const open = (account: string, request?: string) =>
  call(routes.open, { account, ...(request === undefined ? {} : { request }) }).catch((failure: unknown) => failure)

const opening = (body: string) => `POST /api/enrollment application/json ${body}`
const profile = 'GET /api/accounts/acme  '

test.each([
  ['/acme', '{"account":"acme"}'],
  ['/Acme/', '{"account":"acme"}'],
  ['/acme/0123456789abcdefABCDEF', '{"account":"acme","request":"0123456789abcdefABCDEF"}'],
])('%s: the enrollment is opened and the account asked for, each once', async (pathname, body) => {
  answerWith(problem)
  callEarly({ pathname, hash: '' })
  callEarly({ pathname, hash: '' })
  const [, , request] = pathname.split('/')
  expect(await open('acme', request || undefined)).toMatchObject({ problem: { code: 'unknown-account' } })
  await call(routes.profile, undefined, { parameters: { account: 'acme' } }).catch(() => undefined)
  expect(sent.sort()).toEqual([profile, opening(body)])
})

test.each([
  ['/redirect', ''],
  ['/redirect', '#code=abc'],
  ['/', ''],
  ['/demo', ''],
  ['/a/b/c', ''],
  ['/acme', '#go=abc'],
])('%s%s: nothing is sent', (pathname, hash) => {
  answerWith(problem)
  callEarly({ pathname, hash })
  expect(globalThis.earlyAsks).toBeUndefined()
})

test('a browser that waits for another device’s word opens nothing by being reloaded', async () => {
  answerWith(problem)
  callEarly({ pathname: '/acme', hash: '' }, { kind: 'hand-over', order: 0 })
  expect(globalThis.earlyAsks).toBeUndefined()
  callEarly({ pathname: '/acme', hash: '' }, { kind: 'password', order: 1 })
  expect(globalThis.earlyAsks).toBeDefined()
  await open('acme')
  await call(routes.profile, undefined, { parameters: { account: 'acme' } }).catch(() => undefined)
})

test('the server is told the page’s language, and not the browser’s', async () => {
  document.documentElement.lang = 'de'
  const languages: (string | null)[] = []
  network.use(
    http.post('*/api/enrollment', ({ request }) => {
      languages.push(request.headers.get('accept-language'))
      return problem()
    }),
  )
  callEarly({ pathname: '/acme', hash: '' })
  await open('acme')
  await open('acme')
  expect(languages).toEqual(['de', 'de'])
  document.documentElement.lang = 'en'
})

test('an answer is given once: the next try is a request of its own', async () => {
  answerWith(problem)
  callEarly({ pathname: '/acme', hash: '' })
  await open('acme')
  await open('acme')
  expect(sent.filter((line) => line.startsWith('POST'))).toHaveLength(2)
})

test('another request than the one that is wanted stays where it is', async () => {
  answerWith(problem)
  callEarly({ pathname: '/acme', hash: '' })
  await open('bee')
  expect(sent).toContain(opening('{"account":"bee"}'))
})

test('where the pages have begun already, nothing is sent behind their back', async () => {
  answerWith(problem)
  await open('acme')
  callEarly({ pathname: '/acme', hash: '' })
  expect(sent).toEqual([opening('{"account":"acme"}')])
})

test('without a network the pages are told so, and no complaint is left unheard', async () => {
  answerWith(() => Response.error())
  callEarly({ pathname: '/acme', hash: '' })
  expect(await open('acme')).toMatchObject({ silence: 'offline' })
})

test('who is not interested any more breaks it off', async () => {
  network.use(http.all('*/api/*', () => new Promise<Response>(() => undefined)))
  callEarly({ pathname: '/acme', hash: '' })
  const abort = new AbortController()
  const failed = call(routes.open, { account: 'acme' }, { signal: abort.signal }).catch((failure: unknown) => failure)
  abort.abort()
  expect(await failed).toMatchObject({ name: 'AbortError' })
})
