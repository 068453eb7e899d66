import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { Manifest } from './backup-manifest.ts'
import { checked } from './sqlite-dialect.ts'

const patience = 5000
const counted = ['account', 'enrollment_request', 'enrollment', 'device', 'audit'] as const

const within = <T>(file: string, readOnly: boolean, work: (database: DatabaseSync) => T): T => {
  const database = checked(file, () => new DatabaseSync(file, { readOnly, timeout: patience }))
  try {
    return checked(file, () => work(database))
  } finally {
    database.close()
  }
}

/** Writes a store as it is at this moment into an empty file, beside a server that goes on writing; without free pages. */
export const copyDatabase = (from: string, to: string): void => {
  if (!existsSync(from)) throw new StoreUnavailable(`there is no store at ${from}`)
  within(from, true, (database) => {
    database.prepare('VACUUM INTO ?').run(to)
  })
}

/** @throws {StoreUnavailable} with what SQLite finds first. */
export const checkDatabase = (file: string): void => {
  const found = within(
    file,
    true,
    (database) => database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'],
  )
  if (found !== 'ok') throw new StoreUnavailable(`${file} is damaged: ${String(found)}`)
}

const single = (database: DatabaseSync, statement: string): unknown =>
  Object.values(database.prepare(statement).get() ?? {})[0] ?? null

/** Puts the manifest of what is in a copy into it, and gives it. */
export const writeManifest = (copy: string, version: string): Manifest =>
  within(copy, false, (database) => {
    const keys = single(database, 'select keys from deployment')
    const head = database.prepare('select head_sequence as sequence, head_hash as hash from audit_chain').get()
    const manifest = Manifest.parse({
      product: 'muster',
      version,
      migration: single(database, 'select max(name) from kysely_migration'),
      at: single(database, "select strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"),
      profile: single(database, 'select profile from deployment'),
      keys: typeof keys === 'string' ? JSON.parse(keys) : null,
      head: head ?? { sequence: 0, hash: '' },
      counts: Object.fromEntries(counted.map((table) => [table, single(database, `select count(*) from ${table}`)])),
    })
    database.exec('create table backup (manifest text not null)')
    database.prepare('insert into backup values (?)').run(JSON.stringify(manifest))
    return manifest
  })

/** @throws {StoreUnavailable} where a file is none that {@link writeManifest} wrote into. */
export const readManifest = (file: string): Manifest =>
  within(file, true, (database) => {
    const isThere = single(database, "select name from sqlite_master where name = 'backup'") !== null
    const text = isThere ? single(database, 'select manifest from backup') : null
    const parsed = Manifest.safeParse(typeof text === 'string' ? JSON.parse(text) : undefined)
    if (!parsed.success) throw new StoreUnavailable(`${file} is no backup of "muster backup"`)
    return parsed.data
  })

export const dropManifest = (copy: string): void =>
  within(copy, false, (database) => database.exec('drop table backup'))
