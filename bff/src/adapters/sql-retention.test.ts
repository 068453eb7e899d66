import { describe, expect, test } from 'vitest'
import { openStore } from './sql-open.ts'
import { begin } from '../ports/store-under-test.ts'
import { nextSize, wanted } from './sql-retention.ts'

const hour = 60 * 60_000

describe('rows of one transaction', () => {
  test('become fewer while they take too long, and more again once they do not', () => {
    expect(nextSize(800, wanted.ms * 3)).toBe(400)
    expect(nextSize(400, wanted.ms / 3)).toBe(800)
  })

  test('stay between a few and some thousand, however slow or quick the disk is', () => {
    let size = 200
    for (let turn = 0; turn < 20; turn += 1) size = nextSize(size, 60_000)
    expect(size).toBe(wanted.least)
    for (let turn = 0; turn < 20; turn += 1) size = nextSize(size, 0)
    expect(size).toBe(wanted.most)
  })
})

test('a deployment keeps ended enrollments and its audit as long as it says, each for itself', async () => {
  let offset = 0
  const kept = { endedEnrollmentsKept: 24 * hour, auditKept: 48 * hour }
  const store = await openStore({ url: 'sqlite::memory:', clockOffset: () => offset, ...kept })
  await store.migrate()
  const { cookie } = await begin({ store, other: store, advance: () => {} })
  await store.audit.append('acme', [{ type: 'code.wrong', data: {} }])
  await store.audit.seal(10)
  const left = async () => {
    await store.prune()
    return [await store.enrollments.load(cookie), ...(await store.audit.lines({ most: 9 }))].filter(Boolean).length
  }
  offset = 24 * hour
  expect(await left()).toBe(2)
  offset = 26 * hour
  expect(await left()).toBe(1)
  offset = 49 * hour
  expect(await left()).toBe(0)
  await store.close()
})
