import { describe, expect, test } from 'vitest'
import type { AccountDirectory } from '../ports/directory.ts'
import { Secret } from '../domain/secret.ts'
import { directorySuite } from '../ports/directory.suite.ts'
import { examplePeople } from '../testing/example-people.ts'
import { createMemoryNeighbours } from './memory-neighbours.ts'

const settings: AccountDirectory = {
  accountId: 'acme',
  id: 'corp',
  urls: [],
  passwordChange: { user: 'svc', passwordFile: 'unused' },
}

describe('in memory', () => {
  directorySuite(async () => ({ directory: createMemoryNeighbours(examplePeople).directory, settings }))

  test('the journal tells who was asked, and an unreachable directory was not', async () => {
    const { directory, journal, down } = createMemoryNeighbours(examplePeople)
    await directory.verifyPassword(settings, 'ana@corp.example.test', new Secret('x'))
    down.directory = true
    expect(await directory.verifyPassword(settings, 'ben@corp.example.test', new Secret('x'))).toEqual({
      kind: 'unavailable',
      asked: false,
    })
    down.directory = false
    down.directoryAnswers = true
    expect(await directory.verifyPassword(settings, 'ben@corp.example.test', new Secret('x'))).toEqual({
      kind: 'unavailable',
      asked: true,
    })
    expect(journal.map(({ principal }) => principal)).toEqual(['ana@corp.example.test', 'ben@corp.example.test'])
  })
})
