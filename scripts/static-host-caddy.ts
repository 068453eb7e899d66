import { type Headers, type HostRules, written } from './static-host-rules.ts'

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`

const block = (opening: string, lines: readonly string[]): string =>
  `${opening} {\n${lines.join('\n').replaceAll(/^(?=.)/gm, '\t')}\n}`

const header = (headers: Headers): string =>
  block('header', [...headers.map(([name, value]) => `${name} ${quoted(value)}`), '-Server'])

const snippets = { pages: 'muster_pages', calls: 'muster_calls' } as const

/** Brotli first: Caddy takes the first that the browser takes. */
const fileServer = block('file_server', ['precompressed br gzip'])

/** The Caddyfile. Certificates are Caddy's own affair, once the site's name leads to it. */
export const caddyFiles = ({ common, own, api }: HostRules): Readonly<Record<string, string>> => {
  const withHeaders = (headers: Headers) => `import ${snippets.pages}\n${header(headers)}`
  const proxy = block('reverse_proxy {$MUSTER_BFF:127.0.0.1:4400}', [
    '# Muster believes its proxy these two. With tracing of Caddy’s own leave the second line out.',
    'header_up X-Request-Id {http.request.uuid}',
    'header_up -Traceparent',
    '# Pages give up after 30 s; Muster closes idle connections after 65 s.',
    block('transport http', ['dial_timeout 3s', 'response_header_timeout 35s', 'keepalive 55s']),
  ])
  const site = block('{$MUSTER_SITE:enroll.example.com}', [
    'root * {$MUSTER_PAGES:/var/www/muster}',
    '',
    block('route', [
      '@api path /api /api/*',
      block('handle @api', ['header -Server', proxy]),
      '',
      block('@gone', ['path /assets /assets/*', 'not file {path}']),
      block('handle @gone', [withHeaders(own.gone), 'respond "Not found" 404']),
      block('handle /assets/*', [withHeaders(own.asset), fileServer]),
      '',
      block('handle /redirect', [withHeaders(own.return), 'rewrite * /index.html', fileServer]),
      '',
      block('handle', [withHeaders(own.page), 'try_files {path} /index.html', fileServer]),
    ]),
    '',
    block('handle_errors', [
      '# Muster answers with no other 5xx, and pages know this one.',
      '@away expression {http.error.status_code} in [502, 504]',
      block('handle @away', [`import ${snippets.calls}`, 'header Retry-After 5', 'respond "Unavailable" 503']),
      block('handle', [`import ${snippets.calls}`, 'respond "{http.error.status_text}" {http.error.status_code}']),
    ]),
  ])
  const parts = [
    written('#'),
    "# MUSTER_SITE, MUSTER_PAGES and MUSTER_BFF may stand in Caddy's environment in place of what stands here.",
    block(`(${snippets.pages})`, [header(common)]),
    '',
    '# Where Caddy answers a call in Muster’s place.',
    block(`(${snippets.calls})`, [header(api)]),
    '',
    site,
  ]
  return { Caddyfile: `${parts.join('\n')}\n` }
}
