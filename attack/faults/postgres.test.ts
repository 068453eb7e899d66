import { postgresUser } from '@muster/demo/services/postgres-binaries'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import type { Fault } from '../world/fault-proxy.ts'
import { psql } from '../world/psql.ts'
import { mountSmallDisk, type SmallDisk } from '../world/small-disk.ts'
import { startUnderWay } from '../world/under-way.ts'
import { newBrowser } from '../world/walk.ts'

/** STANDARD 10: to get a connection and an answer over it. ms */
const within = 1_000 + 3_000

let arena: Arena
let disk: SmallDisk
beforeAll(async () => {
  disk = await mountSmallDisk(16, await postgresUser())
  arena = await startArena({
    name: 'fault-postgres',
    engine: 'postgres',
    settings: { limits: { 'registrations-per-user': 100 } },
  })
})
afterAll(async () => {
  await arena.stop()
  await disk.stop()
})

const running = () => {
  const { postgres, database } = arena
  if (postgres === undefined || database === undefined) throw new Error('an arena without PostgreSQL')
  return { postgres, database }
}

/** The portal's next statements are its first on a new connection. */
const endSessions = () =>
  psql(running().postgres.url, `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'arena'`)
const readOnly = async (value: 'on' | 'off') => {
  await psql(running().postgres.url, `alter database arena set default_transaction_read_only = ${value}`)
  await endSessions()
}

type Trouble = { readonly begin: () => Promise<unknown>; readonly end: () => Promise<unknown>; readonly reads?: true }
const overLine = (fault: Fault): Trouble => ({
  begin: async () => {
    await running().database.set(fault)
    running().database.cutAll()
  },
  end: () => running().database.set('none'),
})

describe('a database that fails is told as trouble in time, loses nothing, and is taken up again', () => {
  test.each<[string, Trouble]>([
    ['nobody listens', overLine('refuse')],
    ['it takes connections and says nothing', overLine('silence')],
    ['its answers do not arrive', overLine('half-open')],
    ['its answers come a byte a second', overLine('trickle')],
    ['it hangs up on every request', overLine('cut')],
    [
      'its answers stop on lines that were well',
      { ...overLine('half-open'), begin: () => running().database.set('half-open') },
    ],
    ['it hangs', { begin: () => running().postgres.pause(), end: () => running().postgres.resume() }],
    ['it crashes', { begin: () => running().postgres.crash(), end: () => running().postgres.restart() }],
    ['it only reads', { begin: () => readOnly('on'), end: () => readOnly('off'), reads: true }],
  ])('%s', async (_what, { begin, end, reads = false }) => {
    const people = await startUnderWay(arena)
    await begin()
    try {
      await people.expectTrouble({ within, reads })
    } finally {
      await end()
    }
    await people.expectToGoOn()
  })
})

test('a full disk refuses what needs room and shows everybody where they are, until there is room', async () => {
  await psql(
    arena.directStore,
    `create tablespace small location '${disk.folder}'`,
    'alter table all in tablespace pg_default set tablespace small',
    'alter index all in tablespace pg_default set tablespace small',
  )
  const people = await startUnderWay(arena)
  await disk.fill()
  const opened = async () => (await newBrowser(arena).open('new-ad-1')).status
  let [tries, status] = [0, 201]
  for (; status === 201 && tries < 500; tries += 1) status = await opened()
  expect(status).toBe(503)
  await people.expectToBeSeen()
  await disk.free()
  expect(await opened()).toBe(201)
  await people.expectToGoOn()
})
