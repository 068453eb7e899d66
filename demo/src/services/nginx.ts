import { existsSync } from 'node:fs'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServerIdentity } from '../certificates/demo-authority.ts'
import { freePort } from './free-port.ts'
import { startWebServer, type WebServer, type WebServerOptions } from './web-server.ts'

const nginx = '/usr/sbin/nginx'
const brotli = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so'
const files = join(import.meta.dirname, '../../../deploy/static/nginx')

/** Why no nginx can run on this machine, in one line; undefined when one can. */
export const nginxObstacle = (): string | undefined =>
  existsSync(nginx) && existsSync(brotli)
    ? undefined
    : 'nginx is not installed (Debian: nginx libnginx-mod-http-brotli-static)'

/** What an operator changes in the site as it is shipped. @throws where the site has no such words any more */
const changed = (site: string, changes: readonly (readonly [from: string, to: string])[]): string =>
  changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`site.conf has no "${from}"`)
    return text.replaceAll(from, to)
  }, site)

const mainFile = (home: string): string => `
daemon off;
pid ${home}/nginx.pid;
load_module ${brotli};
events { worker_connections 512; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${home}/${kind};`).join('\n  ')}
  include site.conf;
}
`

export type NginxOptions = WebServerOptions & {
  /** Without a certificate it speaks http. */
  readonly identity?: ServerIdentity
  /** In place of `enroll.example.com`. */
  readonly name?: string
}

/** Runs Debian's nginx with the files of `deploy/static/nginx`, changed as their comments say, on a free port. */
export const startNginx = async (options: NginxOptions): Promise<WebServer & { readonly plainPort: number }> => {
  const { bffPort, identity, name = 'localhost' } = options
  const [port, plainPort] = await Promise.all([freePort(), freePort()])
  const server = await startWebServer(options, port, async (home, pages) => {
    await cp(join(files, 'muster'), join(home, 'muster'), { recursive: true })
    await writeFile(join(home, 'nginx.conf'), mainFile(home))
    await writeFile(join(home, 'certificate.pem'), identity?.certificate ?? '')
    await writeFile(join(home, 'key.pem'), identity?.key ?? '')
    const site = changed(await readFile(join(files, 'site.conf'), 'utf8'), [
      ['127.0.0.1:4400', `127.0.0.1:${bffPort}`],
      ['enroll.example.com', name],
      ['/etc/ssl/muster/fullchain.pem', join(home, 'certificate.pem')],
      ['/etc/ssl/muster/privkey.pem', join(home, 'key.pem')],
      ['/var/www/muster', pages],
      ['listen 80', `listen 127.0.0.1:${plainPort}`],
      ['listen 443 ssl http2', `listen 127.0.0.1:${port} ssl http2`],
      ['  listen [::]:80;\n', ''],
      ['  listen [::]:443 ssl http2;\n', ''],
    ])
    const plain = site.replaceAll(/ {2}ssl_.*\n/g, '').replace(' ssl http2', '')
    await writeFile(join(home, 'site.conf'), identity === undefined ? plain : site)
    return { command: nginx, args: ['-e', 'stderr', '-p', home, '-c', join(home, 'nginx.conf')] }
  })
  return { ...server, plainPort }
}
