import { afterAll, beforeAll, describe } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { lockoutAttacks } from './lockout-attacks.ts'
import { honestMistakes } from './lockout-mistakes.ts'
import { budgets, lockAfter, waitOutWindow } from './lockout-rules.ts'

let arena: Arena
beforeAll(async () => {
  arena = await startArena({
    name: 'lockout',
    engine: 'postgres',
    fsync: false,
    instances: 2,
    settings: { responseFloor: 0, responseFloorSpread: 0 },
  })
})
afterAll(() => arena.stop())

describe.each(budgets)('at two instances, where $threshold failures lock and $budget are tried', (row) => {
  beforeAll(async () => {
    await lockAfter(arena, row.threshold)
    await waitOutWindow(arena)
  })
  const both = ['at one account', 'at every account with that directory'] as const
  lockoutAttacks(() => arena, row.budget, 'one after the other', [...both, 'where an expired password is changed'])
  lockoutAttacks(() => arena, row.budget, 'all at once', both)
  honestMistakes(() => arena, row.budget)
})
