import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { isLostFile, noteLostFiles, reloadIfOutdated } from './lost-files.ts'

const network = setupServer()
beforeAll(() => network.listen())
beforeEach(() => sessionStorage.clear())
afterEach(() => {
  network.resetHandlers()
  vi.restoreAllMocks()
})
afterAll(() => network.close())

const mine = '/assets/index-1.js'
const pageWith = (script: string, status = 200) =>
  network.use(http.get('*/index.html', () => new Response(`<script src="${script}">`, { status })))

/** Whether it reloads; else what it gives. */
const outcome = () =>
  new Promise((resolve) => {
    void reloadIfOutdated(mine, () => resolve('reloads')).then(resolve)
  })

test('a newer version on the server is loaded, once', async () => {
  pageWith('/assets/index-2.js')
  expect(await outcome()).toBe('reloads')
  expect(await outcome()).toBe(true)
})

test('the same version is not loaded anew', async () => {
  pageWith(mine)
  expect(await outcome()).toBe(false)
})

test('trouble of the server’s is no new version', async () => {
  pageWith('/assets/index-2.js', 502)
  expect(await outcome()).toBe(false)
})

test('without a network nothing is loaded anew', async () => {
  network.use(http.get('*/index.html', () => Response.error()))
  expect(await outcome()).toBe(false)
})

test('a browser that remembers nothing is not sent round and round', async () => {
  pageWith('/assets/index-2.js')
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new DOMException('', 'SecurityError')
  })
  expect(await outcome()).toBe(true)
})

test('a file that did not come is told from every other mistake', () => {
  noteLostFiles()
  const failure = new TypeError('Failed to fetch dynamically imported module')
  window.dispatchEvent(Object.assign(new Event('vite:preloadError'), { payload: failure }))
  expect(isLostFile(failure)).toBe(true)
  expect(isLostFile(new TypeError('x is undefined'))).toBe(false)
  expect(isLostFile(undefined)).toBe(false)
})
