import { join } from 'node:path'
import { shapes, type WorldOptions } from './world/world-options.ts'

/** A mistake in the environment, told by variable. */
export class DemoConfigError extends Error {
  override readonly name = 'DemoConfigError'
}

type Environment = Readonly<Record<string, string | undefined>>

const oneOf = <const T extends string>(env: Environment, name: string, values: readonly [T, ...T[]]): T => {
  const given = env[name]
  if (given === undefined || given === '') return values[0]
  const found = values.find((value) => value === given)
  if (found === undefined) throw new DemoConfigError(`${name} must be ${values.join(' or ')}, not "${given}".`)
  return found
}

const portIn = (env: Environment): number => {
  const given = env['MUSTER_DEMO_PORT'] ?? '4400'
  const port = Number(given)
  if (!/^\d+$/.test(given) || port > 65_535)
    throw new DemoConfigError(`MUSTER_DEMO_PORT must be a port number, not "${given}".`)
  return port
}

const isPostgres = (url: string): url is `postgres${string}` => /^postgres(ql)?:\/\//.test(url)

const storeIn = (env: Environment): 'sqlite' | `postgres${string}` => {
  const given = env['MUSTER_DEMO_STORE'] ?? 'sqlite'
  if (given === 'sqlite' || isPostgres(given)) return given
  throw new DemoConfigError('MUSTER_DEMO_STORE must be sqlite, or the postgres:// address of an empty database.')
}

/**
 * The demo's settings from the environment (`MUSTER_DEMO_…`). State lies in `.demo/<port>` of the repository, so that
 * worlds on two ports do not meet. @throws DemoConfigError
 */
export const readDemoConfig = (root: string, env: Environment = process.env): WorldOptions => {
  const port = portIn(env)
  const https = oneOf(env, 'MUSTER_DEMO_HTTPS', ['0', '1']) === '1'
  const host = env['MUSTER_DEMO_HOST'] || 'localhost'
  if (!/^[a-z0-9.-]+$/i.test(host))
    throw new DemoConfigError('MUSTER_DEMO_HOST must be a host name or an IPv4 address.')
  if (host !== 'localhost' && !https)
    throw new DemoConfigError(
      'MUSTER_DEMO_HOST needs MUSTER_DEMO_HTTPS=1: browsers keep the portal’s cookie on http for localhost only.',
    )
  return {
    port,
    https,
    host,
    home: env['MUSTER_DEMO_HOME'] || join(root, '.demo', String(port)),
    directory: oneOf(env, 'MUSTER_DEMO_DIRECTORY', ['simulated', 'samba']),
    limits: oneOf(env, 'MUSTER_DEMO_LIMITS', ['demo', 'production']),
    store: storeIn(env),
    shape: oneOf(env, 'MUSTER_DEMO_SHAPE', shapes),
    pages: oneOf(env, 'MUSTER_DEMO_PAGES', ['portal', 'nginx']),
    companyPages: true,
  }
}
