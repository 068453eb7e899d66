import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllHeaders } from '@netlify/headers-parser'
import { parseAllRedirects } from '@netlify/redirect-parser'
import { describe, expect, test } from 'vitest'
import { cloudsNamed } from '../bff/src/domain/entra-clouds.ts'
import { pageHeaders } from '../bff/src/http/page-rules.ts'
import { hostFiles } from './static-host-files.ts'

const folder = join(import.meta.dirname, '../deploy/static')
const committed = (name: string): string => readFileSync(join(folder, name), 'utf8')
const everywhere = hostFiles(cloudsNamed('global,us,china'), 'https://muster.example.com')
const fileOf = (name: string): string => everywhere[name] ?? ''

const connect = ['https://login.microsoftonline.com']
const page = pageHeaders(connect, 'page')
const back = pageHeaders(connect, 'return')
const asset = pageHeaders(connect, 'asset')

test('the files that are shipped are those of the global cloud', () => {
  for (const [name, text] of Object.entries(hostFiles(cloudsNamed('global'), 'https://muster.example.com')))
    expect(committed(name), name).toBe(text)
})

test('every file that has a policy names the clouds of the deployment, and no others', () => {
  const withPolicy = Object.entries(hostFiles(cloudsNamed('us'), 'https://b.example')).filter(([, text]) =>
    text.includes('connect-src'),
  )
  expect(withPolicy.map(([name]) => name).toSorted()).toEqual([
    'azure/staticwebapp.config.json',
    'caddy/Caddyfile',
    'cloudflare/_headers',
    'cloudflare/worker.js',
    'netlify/_headers',
    'nginx/muster/headers.conf',
  ])
  for (const [name, text] of withPolicy) {
    expect(text, name).toContain("connect-src 'self' https://login.microsoftonline.us;")
    expect(text, name).not.toContain('login.microsoftonline.com')
  }
})

describe('Azure Static Web Apps', () => {
  type Route = { readonly route: string; readonly rewrite?: string; readonly headers: Record<string, string> }
  const config: {
    readonly routes: readonly Route[]
    readonly globalHeaders: Record<string, string>
    readonly navigationFallback: { readonly exclude: readonly string[] }
  } = JSON.parse(committed('azure/staticwebapp.config.json'))
  /** The route's own come in place of the global ones; what is empty goes. */
  const answered = (route: string) => {
    const own = config.routes.find((each) => each.route === route)?.headers ?? {}
    return Object.fromEntries(Object.entries({ ...config.globalHeaders, ...own }).filter(([, value]) => value !== ''))
  }

  test('has less than 20 KB, with every cloud', () => {
    expect(Buffer.byteLength(fileOf('azure/staticwebapp.config.json'))).toBeLessThan(20_000)
  })

  test('gives every kind of page its headers', () => {
    expect(answered('/acme')).toEqual(page)
    expect(answered('/redirect')).toEqual(back)
    expect(answered('/assets/*')).toEqual(asset)
  })

  test('answers a file that is gone with no page', () => {
    expect(config.navigationFallback.exclude).toContain('/assets/*')
  })
})

/** Rules of a `_headers` file as Cloudflare reads them: all that fit come together, `! Name` takes one away. */
const cloudflareAnswer = (text: string, path: string) => {
  const found = new Map<string, string>()
  let fits = false
  for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
    const [, gone, name, value = ''] = /^ {2}(?:! (.+)|([\w-]+): (.+))$/.exec(line) ?? []
    if (gone === undefined && name === undefined)
      fits = line.endsWith('/*') ? path.startsWith(line.slice(0, -1)) : line === path
    else if (fits && gone !== undefined) found.delete(gone)
    else if (fits && name !== undefined) found.set(name, found.has(name) ? `${found.get(name)}, ${value}` : value)
  }
  return Object.fromEntries(found)
}

describe('Cloudflare', () => {
  test('has no more than 100 rules, and no line of more than 2,000 characters, with every cloud', () => {
    const lines = fileOf('cloudflare/_headers').split('\n')
    expect(lines.filter((line) => line.startsWith('/')).length).toBeLessThanOrEqual(100)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(2000)
  })

  test('gives files and pages their headers; the return from Entra is the Worker’s', () => {
    const text = committed('cloudflare/_headers')
    expect(cloudflareAnswer(text, '/acme')).toEqual(page)
    expect(cloudflareAnswer(text, '/assets/index-1.js')).toEqual(asset)
    expect(committed('cloudflare/worker.js')).toContain("back.headers.delete('Cross-Origin-Opener-Policy')")
  })
})

describe('Netlify', () => {
  test('reads the headers, each value where it is the only one', async () => {
    const { headers, errors } = await parseAllHeaders({
      headersFiles: [join(folder, 'netlify/_headers')],
      configHeaders: undefined,
      minimal: true,
    })
    expect(errors).toEqual([])
    const rules = new Map(headers.map((rule) => [rule.for, rule.values]))
    const { Vary: _, 'Cache-Control': __, 'Cross-Origin-Opener-Policy': opener, ...common } = page
    expect(rules.get('/*')).toEqual(common)
    expect(rules.get('/:account')).toEqual({ 'Cross-Origin-Opener-Policy': opener })
    expect(rules.get('/assets/*')).toEqual({ 'Cache-Control': asset['Cache-Control'] })
    expect(rules.get('/redirect')).toEqual({
      'Cross-Origin-Opener-Policy': 'unsafe-none',
      'Cache-Control': 'no-store',
    })
  })

  test('reads the redirects: calls first, what is gone, then the one page', async () => {
    const { redirects, errors } = await parseAllRedirects({
      redirectsFiles: [join(folder, 'netlify/_redirects')],
      configRedirects: [],
      minimal: true,
    })
    expect(errors).toEqual([])
    expect(redirects).toMatchObject([
      { from: '/api/*', to: 'https://muster.example.com/api/:splat', status: 200 },
      { from: '/assets/*', to: '/gone.txt', status: 404, force: false },
      { from: '/*', to: '/index.html', status: 200, force: false },
    ])
  })
})
