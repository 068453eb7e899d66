import type { Directory } from '../ports/directory.ts'
import type { IdentityProvider } from '../ports/identity-provider.ts'
import type { Mailer } from '../ports/mailer.ts'
import { createMemoryDirectory } from './memory-directory.ts'
import { createMemoryIdentityProvider } from './memory-identity-provider.ts'
import { createMemoryMailer } from './memory-mailer.ts'
import type { MemoryPerson, MemoryWorld } from './memory-world.ts'

export type MemoryNeighbours = MemoryWorld & {
  readonly directory: Directory
  readonly identityProvider: IdentityProvider
  readonly mailer: Mailer
}

/** The portal's neighbours in memory, for tests and `pnpm dev`, in any runtime. */
export const createMemoryNeighbours = (people: readonly MemoryPerson[]): MemoryNeighbours => {
  const world: MemoryWorld = {
    people: new Map(people.map((person) => [person.username, person])),
    journal: [],
    down: {
      directory: false,
      directoryAnswers: false,
      changeAnswers: false,
      afterChange: false,
      identityProvider: false,
      mailer: false,
    },
    refusedAddresses: new Set(),
    mails: [],
  }
  return {
    ...world,
    directory: createMemoryDirectory(world),
    identityProvider: createMemoryIdentityProvider(world),
    mailer: createMemoryMailer(world),
  }
}
