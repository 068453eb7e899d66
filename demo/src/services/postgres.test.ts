import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPostgresBinaries } from './postgres-binaries.ts'
import { type Postgres, postgresObstacle, startPostgres } from './postgres.ts'

const run = promisify(execFile)
const home = join(import.meta.dirname, '../../../.test/postgres-of-its-test')

/** Asks with PostgreSQL's own client, which gives up connecting after two seconds. */
async function ask(url: string, sql: string): Promise<string> {
  const psql = join((await findPostgresBinaries()) ?? '', 'psql')
  const env = { ...process.env, PGCONNECT_TIMEOUT: '2' }
  const { stdout } = await run(psql, ['--no-psqlrc', '--tuples-only', '--no-align', '--command', sql, url], { env })
  return stdout.trim()
}

describe.skipIf((await postgresObstacle()) !== undefined)('a private PostgreSQL', () => {
  let server: Postgres

  beforeAll(async () => {
    server = await startPostgres({ home })
  }, 60_000)
  afterAll(() => server.stop())

  test('waits for the disk unless told otherwise', async () => {
    expect(await ask(server.url, 'show fsync')).toBe('on')
  })

  test('listens on loopback and wants the password', async () => {
    expect(await ask(server.url, 'show listen_addresses')).toBe('127.0.0.1')
    const stranger = new URL(server.url)
    stranger.password = 'guess'
    await expect(ask(stranger.href, 'select 1')).rejects.toThrow('password authentication failed')
  })

  test('a database created again is empty', async () => {
    const url = await server.createDatabase('again')
    await ask(url, 'create table kept (x int)')
    await server.createDatabase('again')
    await expect(ask(url, 'table kept')).rejects.toThrow('does not exist')
  })

  test('a paused server answers nobody until it is resumed', async () => {
    await server.pause()
    await expect(ask(server.url, 'select 1')).rejects.toThrow('timeout expired')
    await server.resume()
    expect(await ask(server.url, 'select 1')).toBe('1')
  })

  test('what was committed before a crash is there after the restart', async () => {
    const url = await server.createDatabase('durable')
    await ask(url, 'create table kept as select 7 as x')
    await server.crash()
    await expect(ask(url, 'table kept')).rejects.toThrow('Connection refused')
    await server.restart()
    expect(await ask(url, 'table kept')).toBe('7')
  })
})
