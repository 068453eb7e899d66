import { type Headers, type HostRules, valueOf, written } from './static-host-rules.ts'

const lines = (headers: Headers): string => headers.map(([name, value]) => `  ${name}: ${value}`).join('\n')

const workerOf = ({ api, own, common }: HostRules): string => `${written('//')}
// Cloudflare answers what is a file by itself; the rest comes here.

const returnHeaders = ${JSON.stringify(Object.fromEntries(own.return), null, 2)}
const goneHeaders = ${JSON.stringify(Object.fromEntries([...common, ...own.gone]), null, 2)}
const apiHeaders = ${JSON.stringify(Object.fromEntries([...api, ['Retry-After', '5']]), null, 2)}

const isUnder = (path, folder) => path === folder || path.startsWith(folder + '/')

/** The call, and whose it is: believed only from a proxy that knows this Worker by more than its address (docs/static-host.md). */
const call = async (request, { pathname, search }, bff) => {
  const headers = new Headers(request.headers)
  headers.delete('traceparent')
  headers.delete('X-Request-Id')
  headers.set('X-Forwarded-For', request.headers.get('CF-Connecting-IP') ?? '')
  try {
    const { method, body } = request
    const answer = await fetch(new URL(pathname + search, bff), { method, headers, body, redirect: 'manual' })
    if (![502, 504].includes(answer.status) && answer.status < 520) return answer
  } catch {
    // Nobody is there: as below.
  }
  return new Response('Unavailable', { status: 503, headers: apiHeaders })
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url)
    if (isUnder(url.pathname, '/api')) return call(request, url, env.MUSTER_BFF)
    if (isUnder(url.pathname, '/assets')) return new Response('Not found', { status: 404, headers: goneHeaders })
    const page = await env.ASSETS.fetch(new Request(new URL('/index.html', url), request))
    if (url.pathname !== '/redirect') return page
    const back = new Response(page.body, page)
    back.headers.delete('Cross-Origin-Opener-Policy')
    for (const [name, value] of Object.entries(returnHeaders)) back.headers.set(name, value)
    return back
  },
}
`

/** `bff`: where the Worker finds Muster. */
const configOf = (bff: string): string => `${written('//')}
// The folder "pages" beside this file is that of the built pages, with _headers in it.
{
  "name": "muster-pages",
  "main": "worker.js",
  "compatibility_date": "2026-07-01",
  "assets": {
    "directory": "./pages",
    "binding": "ASSETS",
    // No address of a page is changed: the service worker keeps /index.html under its own name.
    "html_handling": "none",
    // The Worker has the fallback, so that a script that is gone is 404.
    "not_found_handling": "none"
  },
  "vars": { "MUSTER_BFF": "${bff}" }
}
`

/** Files for Workers with static assets. Cloudflare Pages cannot serve /index.html under its own name. */
export const cloudflareFiles = (rules: HostRules, bff: string): Readonly<Record<string, string>> => ({
  _headers: `${written('#')}
/*
${lines([...rules.common, ...rules.own.page])}
/assets/*
  ! Cache-Control
  Cache-Control: ${valueOf(rules.own.asset, 'Cache-Control')}
`,
  'worker.js': workerOf(rules),
  'wrangler.jsonc': configOf(bff),
})
