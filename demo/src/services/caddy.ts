import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { startWebServer, type WebServer, type WebServerOptions } from './web-server.ts'

const caddy = '/usr/bin/caddy'
const shipped = join(import.meta.dirname, '../../../deploy/static/caddy/Caddyfile')

/** Why no Caddy can run on this machine, in one line; undefined when one can. */
export const caddyObstacle = (): string | undefined =>
  existsSync(caddy) ? undefined : 'Caddy is not installed (Debian: caddy)'

/** Runs Debian's Caddy with the Caddyfile of `deploy/static/caddy` on a free port, without certificates. */
export const startCaddy = async (options: WebServerOptions): Promise<WebServer> => {
  const port = await freePort()
  return startWebServer(options, port, async (home, pages) => {
    const file = join(home, 'Caddyfile')
    const own = {
      MUSTER_SITE: `http://127.0.0.1:${port}`,
      MUSTER_PAGES: pages,
      MUSTER_BFF: `127.0.0.1:${options.bffPort}`,
    }
    await writeFile(file, `{\n\tadmin off\n\tauto_https off\n}\n${await readFile(shipped, 'utf8')}`)
    const settings = Object.entries(own).map(([name, value]) => `${name}=${value}`)
    return { command: '/usr/bin/env', args: [...settings, caddy, 'run', '--adapter', 'caddyfile', '--config', file] }
  })
}
