import type { MemoryPerson } from '../adapters/memory-world.ts'

const person = (username: string, more: Partial<NonNullable<MemoryPerson['directory']>> = {}): MemoryPerson => ({
  username,
  displayName: username === 'ana' ? 'Ana' : username,
  directory: { password: 'Directory-1!', mail: `${username}@corp.example.test`, ...more },
})

/** The demo world's people in memory, for the directory's suite. */
export const examplePeople: readonly MemoryPerson[] = [
  person('ana'),
  person('ben'),
  person('dee', { state: 'account-disabled' }),
  person('xan', { state: 'account-expired' }),
  person('pia', { state: 'password-expired' }),
  person('max', { state: 'password-must-change' }),
  person('lou', { lockedOut: true }),
]
