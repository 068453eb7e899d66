import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BffProcess, startBff } from './bff-process.ts'

export type EdgeOptions = {
  readonly root: string
  readonly home: string
  readonly port: number
  readonly vars: Readonly<Record<string, string>>
  /** What the Worker is told and nobody is shown. */
  readonly secrets: Readonly<Record<string, string>>
  /** `postgres://…`, reached through the binding of a pooler. */
  readonly store: string
  readonly pages: string
  readonly logFile: string
  /** PEM file of an authority to trust, besides the public ones. */
  readonly caFile?: string
}

/** The Worker as it is deployed, but for names and bindings of this machine. */
const workerConfig = ({ root, vars, store, pages }: EdgeOptions) => ({
  name: 'muster-demo',
  main: join(root, 'bff/src/edge.ts'),
  compatibility_date: '2026-07-01',
  compatibility_flags: ['nodejs_compat'],
  assets: {
    directory: pages,
    binding: 'ASSETS',
    not_found_handling: 'single-page-application',
    html_handling: 'none',
    run_worker_first: true,
  },
  vars,
  hyperdrive: [{ binding: 'HYPERDRIVE', id: 'demo', localConnectionString: store }],
})

/** Starts the portal in workerd, by wrangler and without any network, and waits until it answers. */
export const startEdge = async (options: EdgeOptions): Promise<BffProcess> => {
  const { root, home, port, logFile, caFile } = options
  const configFile = join(home, 'wrangler.json')
  const secrets = Object.entries(options.secrets).map(([name, value]) => `${name}='${value}'\n`)
  await writeFile(join(home, '.dev.vars'), secrets.join(''), { mode: 0o600 })
  await writeFile(configFile, JSON.stringify(workerConfig(options), null, 2), { mode: 0o600 })
  const address = ['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0']
  const state = ['--persist-to', join(home, 'workerd'), '--show-interactive-dev-session=false']
  return startBff({
    root,
    program: 'node_modules/wrangler/bin/wrangler.js',
    args: ['dev', '--config', configFile, ...address, ...state],
    env: {
      HOME: home,
      PATH: process.env['PATH'] ?? '',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_SEND_METRICS: 'false',
      ...(caFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: caFile }),
    },
    logFile,
    readyUrl: `http://127.0.0.1:${port}/api/openapi.json`,
    // It bundles first, which a busy machine takes its time for.
    patience: 90_000,
  })
}
