import { createSimulatedPortal } from '@muster/bff/testing/simulated-portal'
import { describe, expect, test } from 'vitest'
import { answersOf } from '../mock-bff.ts'
import { devAccounts, devPeople } from './accounts.ts'
import { stepOf } from './drive.ts'
import { jumpNames, jumps, jumpTo, pageOf } from './jumps.ts'
import { devSettings } from './settings.ts'

const createWorld = async () => {
  const portal = await createSimulatedPortal({ accounts: devAccounts, people: devPeople, settings: devSettings })
  return { portal, answer: answersOf(portal) }
}

describe('a jump ends on its page', () => {
  test.each(jumpNames)('%s', async (name) => {
    const world = await createWorld()
    await jumpTo(world, name, jumps[name])
    jumps[name].meanwhile?.(world.portal)
    expect(pageOf(await stepOf(world))).toBe(name)
  })

  test.each(jumpNames)('%s, whoever was chosen', async (name) => {
    const world = await createWorld()
    await jumpTo(world, name, { account: 'existing-none-1', person: 'dee' })
    jumps[name].meanwhile?.(world.portal)
    expect(pageOf(await stepOf(world))).toBe(name)
  })
})

test('who was chosen goes there, where a way of theirs leads there', async () => {
  const world = await createWorld()
  const chosen = { account: 'branded', person: 'ben' }
  expect(await jumpTo(world, 'email-code', chosen)).toEqual(chosen)
  expect(await stepOf(world)).toMatchObject({ kind: 'email-code', account: { name: 'Branded & Sons' } })
})

test('who cannot get there gives way to somebody who can', async () => {
  const arrived = await jumpTo(await createWorld(), 'email-code', { account: 'new-ad-2', person: 'una' })
  expect(arrived).toEqual({ account: 'new-ad-2', person: 'ana' })
})

test('what a page left behind is no way: an account that is not there gives way too', async () => {
  const arrived = await jumpTo(await createWorld(), 'password', { account: 'gone', person: 'ana' })
  expect(arrived).toEqual({ account: 'new-ad-2', person: 'ana' })
})
