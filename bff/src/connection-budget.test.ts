import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { connectionFault, connectionsWanted } from './connection-budget.ts'

test('a single instance wants its own lines and a few', () => {
  expect(connectionsWanted({ instances: 1, connections: 16 })).toBe(21)
})

test('a fleet wants those of one instance more, which runs while it is replaced', () => {
  expect(connectionsWanted({ instances: 4, connections: 16 })).toBe(85)
})

test('what does not fit is told with its numbers, and what fits is not', () => {
  const fleet = { instances: 6, connections: 16 }
  expect(connectionFault(fleet, 97)).toMatch(
    /room for 97 connections, and 6 × MUSTER_STORE_CONNECTIONS=16 may want 117/,
  )
  expect(connectionFault(fleet, 117)).toBeUndefined()
})

test('SQLite counts none', () => {
  expect(connectionFault({ instances: 1, connections: 16 }, undefined)).toBeUndefined()
})

test('docs/fleet.md tells the same numbers', () => {
  const page = readFileSync(new URL('../../docs/fleet.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| (\d+) +\| (\d+) +\| (\d+) +\|/gm)].map((row) => row.slice(1, 4).map(Number))
  expect(rows.length).toBeGreaterThan(3)
  for (const [instances = 0, connections = 0, wanted] of rows)
    expect(connectionsWanted({ instances, connections })).toBe(wanted)
})
