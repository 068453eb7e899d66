import { linkIn } from '../src/account-path.ts'

declare const self: ServiceWorkerGlobalScope

/** Of this build: what names it, and the files that its first page is made of. */
declare const shell: {
  readonly version: string
  readonly page: string
  readonly files: readonly string[]
  /** The first page's words, by language. */
  readonly words: Readonly<Record<string, string>>
}

const { version, page, files, words } = shell
const ours = 'shell '
const name = ours + version

/** English, which there always is, and what the browser's languages come near to. */
const spokenHere = (): readonly string[] =>
  Object.entries(words).flatMap(([language, file]) =>
    ['en', ...navigator.languages].some((wanted) => wanted.split('-')[0] === language.split('-')[0]) ? [file] : [],
  )

/** A page in the place of a file: a proxy's, or what a host answers for a file that is gone. Kept, it would break every visit. */
const isPage = (response: Response | undefined): boolean =>
  response?.headers.get('content-type')?.startsWith('text/html') ?? true

/** Whether it all came, and is of one version: a server on the way from one to the next has the page of another. */
const isWhole = async (cache: Cache, scripts: readonly string[]): Promise<boolean> => {
  const text = await (await cache.match(page))?.text()
  const answers = await Promise.all(scripts.map((file) => cache.match(file, { ignoreVary: true })))
  return files.every((file) => text?.includes(file)) && !answers.some(isPage)
}

/** Keeps the first page's files, or nothing. */
const keep = async (): Promise<void> => {
  const cache = await caches.open(name)
  const scripts = [...files, ...spokenHere()]
  await cache.addAll([page, ...scripts])
  if (!(await isWhole(cache, scripts))) {
    await caches.delete(name)
    throw new Error('another version')
  }
  await self.skipWaiting()
}

const dropOthers = async (): Promise<void> => {
  const names = await caches.keys()
  await Promise.all(names.filter((each) => each.startsWith(ours) && each !== name).map((each) => caches.delete(each)))
}

/** As this version keeps it. A browser that cannot read what it keeps has kept nothing. */
const kept = (what: RequestInfo): Promise<Response | undefined> =>
  caches.match(what, { cacheName: name, ignoreVary: true }).catch(() => undefined)

/** The page as the network has it; only without one as it was kept, and then it says so. */
const visit = async (request: Request): Promise<Response> => {
  try {
    return await fetch(request)
  } catch (failure) {
    const found = await kept(page)
    if (found === undefined) throw failure
    return found
  }
}

/** Words that the browser's languages do not name were chosen by hand: they are kept once they have come. */
const fetchFile = async (request: Request): Promise<Response> => {
  const response = await fetch(request)
  if (Object.values(words).includes(new URL(request.url).pathname) && response.ok && !isPage(response)) {
    const copy = response.clone()
    await caches
      .open(name)
      .then((cache) => cache.put(request, copy))
      .catch(() => undefined)
  }
  return response
}

self.addEventListener('install', (event) => event.waitUntil(keep()))
self.addEventListener('activate', (event) => event.waitUntil(dropOthers()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== self.location.origin || request.method !== 'GET') return
  // Nothing else passes through here: no call, no return from Microsoft.
  if (request.mode === 'navigate') {
    if (linkIn(pathname) !== undefined) event.respondWith(visit(request))
  } else if (pathname.startsWith('/assets/'))
    event.respondWith(kept(request).then((found) => found ?? fetchFile(request)))
})
