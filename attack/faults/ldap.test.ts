import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { newBrowser, walk } from '../world/walk.ts'

let arena: Arena
beforeAll(async () => {
  arena = await startArena({ name: 'fault-ldap' })
})
afterAll(() => arena.stop())

test('the second controller takes over from one that is down', async () => {
  const ana = { account: 'existing-ad-1', username: 'ana', password: 'Directory-1!' }
  await arena.ldap[0].set('refuse')
  expect((await walk(arena, newBrowser(arena), ana)).body).toMatchObject({ kind: 'enrolled' })
  expect([arena.ldap[0].binds, arena.ldap[1].binds]).toEqual([[], ['ana@corp.example.test']])
})
