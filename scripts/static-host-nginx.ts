import { type Headers, type HostRules, written } from './static-host-rules.ts'

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`

/** `always`: on errors as well. */
const added = (headers: Headers, when: '' | ' always' = ' always'): string =>
  headers.map(([name, value]) => `add_header ${name} ${quoted(value)}${when};`).join('\n')

const inside = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ')

const location = (what: string, ...parts: readonly string[]): string =>
  `location ${what} {\n${inside(parts.join('\n'))}\n}\n`

/** Own headers take those of the level above away, so each place names all of its own. */
const withHeaders = (own: Headers, when?: ''): string => `include muster/headers.conf;\n${added(own, when)}`

const pages = ({ own }: HostRules): string => `${written('#')}
# Inside of a server block whose root is the folder of the built pages, and beside an upstream named muster.

server_tokens off;
client_header_timeout 10s;
client_body_timeout 10s;
send_timeout 10s;
keepalive_timeout 65s;
large_client_header_buffers 4 16k;

types {
  text/html html;
  text/javascript js;
  text/css css;
  image/svg+xml svg;
  application/json json;
}
default_type application/octet-stream;
charset utf-8;
charset_types text/html text/javascript text/css text/plain image/svg+xml;

# As the files were compressed at build, for whoever came through a proxy too; never again for every visitor.
gzip off;
gzip_static on;
gzip_proxied any;
gzip_vary off;
include muster/brotli*.conf;

${location('= /api', 'include muster/api.conf;')}
${location('^~ /api/', 'include muster/api.conf;')}
# Tells a page that was opened before an update to load itself anew; index.html in a script's place would not.
${location('^~ /assets/', withHeaders(own.asset, ''), 'error_page 403 404 = @muster_gone;', 'try_files $uri =404;')}
${location('= /assets', 'error_page 404 = @muster_gone;', 'return 404;')}
${location('@muster_gone', withHeaders(own.gone), 'types { }', 'default_type text/plain;', 'return 404 "Not found";')}
${location('= /redirect', withHeaders(own.return), 'try_files /index.html =404;')}
${location('/', withHeaders(own.page), 'try_files $uri /index.html =404;')}
${location(
  '@muster_away',
  'include muster/api-headers.conf;',
  'add_header Retry-After 5 always;',
  'types { }',
  'default_type text/plain;',
  'return 503 "Unavailable";',
)}`

const api = `${written('#')}
proxy_pass http://muster;
proxy_http_version 1.1;
proxy_set_header Connection "";
proxy_set_header Host $host;
# Muster takes the rightmost address that MUSTER_TRUSTED_PROXIES does not name: what a stranger claims stands left of it.
proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
# Muster believes its proxy these two. With a tracing module of nginx' own the second is that module's to set.
proxy_set_header X-Request-Id $request_id;
proxy_set_header traceparent "";

# Muster refuses what is too large in its own words, at 32 KiB; this is for what is no body of a page's.
client_max_body_size 64k;
client_body_buffer_size 64k;
# The headers alone are 3 kB.
proxy_buffer_size 16k;
proxy_buffers 8 16k;
proxy_max_temp_file_size 0;

# Pages give up after 30 s, and say that they do not know: before that nobody may answer in Muster's place.
proxy_connect_timeout 3s;
proxy_send_timeout 15s;
proxy_read_timeout 35s;
# Muster answers with no other 5xx, and pages know this one.
error_page 502 504 =503 @muster_away;
`

const site = `${written('#')}
# A whole site: put the folder muster/ beside nginx.conf, this file where nginx looks for sites, and change what is yours.

upstream muster {
  # A second instance is a second line here.
  server 127.0.0.1:4400 max_fails=0;
  keepalive 32;
  # Shorter than Muster's 65 s: so it is never Muster that closes a connection which is just being used.
  keepalive_timeout 55s;
}

server {
  listen 80;
  listen [::]:80;
  server_name enroll.example.com;
  return 308 https://enroll.example.com$request_uri;
}

server {
  listen 443 ssl http2;
  listen [::]:443 ssl http2;
  server_name enroll.example.com;
  ssl_certificate /etc/ssl/muster/fullchain.pem;
  ssl_certificate_key /etc/ssl/muster/privkey.pem;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_cache shared:muster:10m;
  ssl_session_tickets off;

  root /var/www/muster;
  include muster/pages.conf;
}
`

/** Files for nginx, by their names in its folder. */
export const nginxFiles = (rules: HostRules): Readonly<Record<string, string>> => ({
  'muster/headers.conf': `${written('#')}\n${added(rules.common)}\n`,
  'muster/api-headers.conf': `${written('#')}\n# Where nginx answers a call in Muster's place.\n${added(rules.api)}\n`,
  'muster/api.conf': api,
  'muster/pages.conf': pages(rules),
  'muster/brotli.conf': `${written('#')}\n# Leave this file out where nginx has no module for it (Debian: libnginx-mod-http-brotli-static).\nbrotli_static on;\n`,
  'site.conf': site,
})
