// @vitest-environment node
import { runInNewContext } from 'node:vm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ownScript } from './own-script.ts'

const origin = 'https://enroll.example.test'
const index = '<script src="/assets/boot-1.js"></script><script src="/assets/index-1.js"></script>'
const scripts = ['/assets/boot-1.js', '/assets/index-1.js']
const words = { en: '/assets/words-en.js', de: '/assets/words-de.js', 'pt-BR': '/assets/words-pt.js' }

const answer = (text: string, type: string, status = 200) =>
  new Response(text, { status, headers: { 'content-type': `${type}; charset=utf-8` } })

/** Every path's answer, as the network has it; what is absent has no network. */
type Network = Map<string, () => Response>
const sound = (): Network =>
  new Map([
    ['/index.html', () => answer(index, 'text/html')],
    ...[...scripts, ...Object.values(words)].map((path) => [path, () => answer(path, 'text/javascript')] as const),
  ])

const pathOf = (what: string | { readonly url: string }): string =>
  new URL(typeof what === 'string' ? what : what.url, origin).pathname

/** The built worker in a world of a browser's parts: what it keeps, and how it answers. */
const startWorker = (code: string, network: Network, kept: Map<string, Map<string, Response>>) => {
  const asked: string[] = []
  const fetchIt = async (what: string | { readonly url: string }): Promise<Response> => {
    asked.push(pathOf(what))
    const found = network.get(pathOf(what))
    if (found === undefined) throw new TypeError('no network')
    return found()
  }
  const matchIn = (files: Map<string, Response> | undefined, what: string | { readonly url: string }) =>
    files?.get(pathOf(what))?.clone()
  const cacheOf = (files: Map<string, Response>) => ({
    match: async (what: string) => matchIn(files, what),
    addAll: async (paths: readonly string[]) => {
      const answers = await Promise.all(paths.map(async (path) => [path, await fetchIt(path)] as const))
      if (answers.some(([, { ok }]) => !ok)) throw new TypeError('not ok')
      for (const [path, found] of answers) files.set(path, found)
    },
    put: async (what: { readonly url: string }, found: Response) => void files.set(pathOf(what), found),
  })
  const caches = {
    open: async (name: string) => {
      const files = kept.get(name) ?? new Map<string, Response>()
      kept.set(name, files)
      return cacheOf(files)
    },
    keys: async () => [...kept.keys()],
    delete: async (name: string) => kept.delete(name),
    match: async (what: { readonly url: string }, { cacheName }: { readonly cacheName?: string } = {}) =>
      [...kept].flatMap(([name, files]) =>
        cacheName === undefined || cacheName === name ? (matchIn(files, what) ?? []) : [],
      )[0],
  }
  const listeners = new Map<string, (event: object) => void>()
  const self = {
    location: { origin },
    skipWaiting: async () => undefined,
    addEventListener: (type: string, listener: (event: object) => void) => listeners.set(type, listener),
  }
  runInNewContext(code, { self, caches, fetch: fetchIt, navigator: { languages: ['de-AT'] }, URL })
  const waitFor = (type: string): Promise<unknown> => {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    listeners.get(type)?.({ waitUntil: resolve })
    return promise
  }
  return {
    asked,
    install: () => waitFor('install'),
    activate: () => waitFor('activate'),
    /** What the worker makes of a request; `undefined`: it leaves it alone. */
    on: (path: string, mode = 'navigate', method = 'GET'): Promise<Response> | undefined => {
      let answered: Promise<Response> | undefined
      listeners.get('fetch')?.({
        request: { url: new URL(path, origin).href, mode, method },
        respondWith: (response: Promise<Response>) => void (answered = response),
      })
      return answered
    },
  }
}

let code = ''
let kept: Map<string, Map<string, Response>>
beforeAll(async () => {
  const shell = JSON.stringify({ version: 'one', page: '/index.html', files: scripts, words })
  code = await ownScript('worker/service-worker.ts', ['es2022'], { shell })
}, 60_000)
beforeEach(() => {
  kept = new Map()
})
const installed = async (network = sound()) => {
  const worker = startWorker(code, network, kept)
  await worker.install()
  await worker.activate()
  return { worker, network }
}

describe('what it keeps', () => {
  test('the first page of its own build, in English and in the browser’s language', async () => {
    await installed()
    expect([...(kept.get('shell one') ?? [])].map(([path]) => path)).toEqual([
      '/index.html',
      ...scripts,
      words.en,
      words.de,
    ])
  })

  test.each([
    ['another version’s page', '/index.html', () => answer('<script src="/assets/index-2.js">', 'text/html')],
    ['a proxy’s page in the place of a script', '/assets/index-1.js', () => answer('Sign in to the WLAN', 'text/html')],
    ['a proxy’s page in the place of words', '/assets/words-de.js', () => answer('Sign in', 'text/html')],
    ['a script that is gone', '/assets/boot-1.js', () => answer('Not found', 'text/plain', 404)],
  ])('%s: nothing, and it is not installed', async (_what, path, wrong) => {
    const worker = startWorker(code, sound().set(path, wrong), kept)
    await expect(worker.install()).rejects.toThrow()
    expect([...kept.values()].flatMap((files) => [...files.keys()])).toEqual([])
  })

  test('the words that somebody chose by hand, once they have come', async () => {
    const { worker, network } = await installed()
    const chosen = words['pt-BR']
    network.set(chosen, () => answer('Sign in', 'text/html'))
    await worker.on(chosen, 'cors')
    expect(kept.get('shell one')?.has(chosen)).toBe(false)
    network.set(chosen, () => answer('palavras', 'text/javascript'))
    expect(await (await worker.on(chosen, 'cors'))?.text()).toBe('palavras')
    await worker.on('/assets/later-1.js', 'cors')?.catch(() => undefined)
    network.clear()
    expect(await (await worker.on(chosen, 'cors'))?.text()).toBe('palavras')
    expect(kept.get('shell one')?.has('/assets/later-1.js')).toBe(false)
  })

  test('nothing of another build once it works, and all that is not its own', async () => {
    kept.set('shell none', new Map([['/assets/old.js', answer('', 'text/javascript')]]))
    kept.set('somebody’s', new Map())
    await installed()
    expect([...kept.keys()]).toEqual(['somebody’s', 'shell one'])
  })
})

describe('what it answers', () => {
  test('a link is the network’s, whatever it says; without one the kept page', async () => {
    const { worker, network } = await installed()
    network.set('/acme', () => answer('newer', 'text/html', 503))
    expect(await (await worker.on('/acme'))?.text()).toBe('newer')
    network.clear()
    expect(await (await worker.on('/acme'))?.text()).toBe(index)
  })

  test.each([
    ['/redirect', 'navigate', 'GET'],
    ['/redirect#code=x', 'navigate', 'GET'],
    ['/api/enrollment', 'cors', 'GET'],
    ['/api/enrollment', 'navigate', 'GET'],
    ['/api/enrollment', 'cors', 'POST'],
    ['/api/openapi.json', 'navigate', 'GET'],
    ['/demo', 'navigate', 'GET'],
    ['/index.html', 'cors', 'GET'],
    ['/service-worker.js', 'cors', 'GET'],
    ['/acme', 'cors', 'POST'],
    ['https://login.microsoftonline.com/acme', 'navigate', 'GET'],
    ['https://login.microsoftonline.com/assets/index-1.js', 'cors', 'GET'],
  ])('%s (%s, %s) passes by', async (path, mode, method) => {
    const { worker } = await installed()
    expect(worker.on(path, mode, method)).toBeUndefined()
  })

  test('an asset is the kept one, else the network’s, and none of what another version left', async () => {
    const { worker, network } = await installed()
    kept.set('shell two', new Map([['/assets/index-2.js', answer('half', 'text/javascript')]]))
    network.set('/assets/index-2.js', () => answer('whole', 'text/javascript'))
    worker.asked.length = 0
    expect(await (await worker.on('/assets/index-1.js', 'cors'))?.text()).toBe('/assets/index-1.js')
    expect(worker.asked).toEqual([])
    expect(await (await worker.on('/assets/index-2.js', 'cors'))?.text()).toBe('whole')
    expect([...(kept.get('shell one') ?? [])].map(([path]) => path)).not.toContain('/assets/index-2.js')
  })
})
