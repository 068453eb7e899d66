import { describe, expect, test } from 'vitest'
import type { AccountDirectory } from '../ports/directory.ts'
import { Secret } from '../domain/secret.ts'
import { directorySuite } from '../ports/directory.suite.ts'
import { createMemoryNeighbours } from './memory-neighbours.ts'
import type { MemoryPerson } from './memory-world.ts'

const settings: AccountDirectory = {
  accountId: 'acme',
  id: 'corp',
  urls: [],
  passwordChange: { user: 'svc', passwordFile: 'unused' },
}

const person = (username: string, more: Partial<NonNullable<MemoryPerson['directory']>> = {}): MemoryPerson => ({
  username,
  displayName: username === 'ana' ? 'Ana' : username,
  directory: { password: 'Directory-1!', mail: `${username}@corp.example.test`, ...more },
})
const people = [
  person('ana'),
  person('ben'),
  person('dee', { state: 'account-disabled' }),
  person('xan', { state: 'account-expired' }),
  person('pia', { state: 'password-expired' }),
  person('max', { state: 'password-must-change' }),
  person('lou', { lockedOut: true }),
]

describe('in memory', () => {
  directorySuite(async () => ({ directory: createMemoryNeighbours(people).directory, settings }))

  test('the journal tells who was asked, and an unreachable directory was not', async () => {
    const { directory, journal, down } = createMemoryNeighbours(people)
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
