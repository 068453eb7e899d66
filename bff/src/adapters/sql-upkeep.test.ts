import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { begin } from '../ports/store-under-test.ts'
import { openSession } from './sql-open.ts'
import { storeOver } from './sql-store.ts'

test('a server that is older than the tables refuses to begin, with words; one that runs goes on', async () => {
  const session = openSession('sqlite::memory:', 'server', () => 0)
  const store = storeOver(session)
  await store.migrate()
  expect(await store.migrate()).toEqual([])
  // As a rolling deploy does it: the newer instance has added to the tables, and taken nothing away.
  await sql`alter table enrollment add column of_later text`.execute(session.db)
  await sql`insert into kysely_migration (name, timestamp) values ('9998-later', 'now'), ('9999-latest', 'now')`.execute(
    session.db,
  )
  await expect(store.migrate()).rejects.toThrow(
    'the store is newer than this program, which does not know 9998-later, 9999-latest',
  )
  expect(await store.ready()).toBeGreaterThan(0)
  const { stored, enrollment, cookie } = await begin({ store, other: store, advance: () => {} })
  expect(await store.enrollments.save(stored, enrollment, { audit: [] })).toMatchObject({ kind: 'saved' })
  expect(await store.enrollments.load(cookie)).toMatchObject({ version: 2 })
  await store.close()
})

test('a server that has begun keeps what a savepoint may undo in memory; what migrates before keeps it in files', async () => {
  const session = openSession('sqlite::memory:', 'server', () => 0)
  const store = storeOver(session)
  const place = async () => (await sql`pragma temp_store`.execute(session.db)).rows
  await store.migrate()
  expect(await place()).toEqual([{ temp_store: 0 }])
  await store.takeOver()
  expect(await place()).toEqual([{ temp_store: 2 }])
  await store.close()
})
