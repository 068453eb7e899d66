import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arena, startArena } from './arena.ts'
import { lockoutIn } from '@muster/demo/directory/samba-directory'
import { bindsDirectly } from './binds-directly.ts'
import { newBrowser, walk } from './walk.ts'

const ana = { account: 'new-ad-2', username: 'ana', password: 'Directory-1!' }
let arena: Arena

beforeAll(async () => {
  arena = await startArena({ name: 'arena', engine: 'postgres', fsync: false, instances: 2 })
})
afterAll(() => arena.stop())

test('a person enrolls through real neighbours, at either instance', async () => {
  for (const instance of arena.instances) {
    const end = await walk(arena, newBrowser(arena, { instance: () => instance }), {
      ...ana,
      username: instance === arena.portal ? 'ana' : 'ben',
    })
    expect(end.body).toMatchObject({ kind: 'enrolled' })
  }
  expect(arena.ldap[0].binds).toEqual(['ana@corp.example.test', 'ben@corp.example.test'])
  expect(arena.ldap[1].connections()).toBe(0)
})

test('the domain controller locks after as many failures as it was told', async () => {
  const name = 'ben@corp.example.test'
  await arena.samba.setLockoutThreshold(3)
  for (const count of [1, 2]) {
    expect(await bindsDirectly(arena.samba, name, 'wrong')).toBe(false)
    expect(await lockoutIn(arena.samba, 'ben')).toEqual({ badPwdCount: count, locked: false })
  }
  await bindsDirectly(arena.samba, name, 'wrong')
  expect(await lockoutIn(arena.samba, 'ben')).toEqual({ badPwdCount: 3, locked: true })
  await arena.samba.restore()
  expect(await bindsDirectly(arena.samba, name, 'Directory-1!')).toBe(true)
})
