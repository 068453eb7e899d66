import type { AccountState, Directory } from '../ports/directory.ts'
import type { IdentityProvider } from '../ports/identity-provider.ts'
import type { Mail, Mailer } from '../ports/mailer.ts'
import { createMemoryDirectory } from './memory-directory.ts'
import { createMemoryIdentityProvider } from './memory-identity-provider.ts'
import { createMemoryMailer } from './memory-mailer.ts'

/** Somebody whom the directory, Entra or both know. `principal` is `user@domain`. */
export type MemoryPerson = {
  readonly principal: string
  readonly mail?: string
  readonly displayName?: string
  readonly directory?: { readonly password: string; readonly state?: AccountState; readonly lockedOut?: boolean }
  readonly entra?: { readonly password: string; readonly objectId: string; readonly mfa?: boolean }
}

/** What a test may look at and turn. */
export type MemoryWorld = {
  person(principal: string): MemoryPerson | undefined
  /** Adds a person or takes the place of the one with the same principal. */
  replace(person: MemoryPerson): void
  /** Who was asked about whom, in order. */
  readonly journal: { readonly neighbour: 'directory' | 'identity-provider'; readonly principal: string }[]
  /** `directory` cannot be reached; `directoryAnswers`: it takes the password and never answers. */
  readonly down: { directory: boolean; directoryAnswers: boolean; identityProvider: boolean; mailer: boolean }
  /** The mail server refuses these for good. */
  readonly refusedAddresses: Set<string>
  /** Mails that were taken, newest last. */
  readonly mails: Mail[]
}

export type MemoryNeighbours = {
  readonly directory: Directory
  readonly identityProvider: IdentityProvider
  readonly mailer: Mailer
  readonly world: MemoryWorld
}

/** The portal's neighbours in memory, for tests and `pnpm dev`, in any runtime. */
export const createMemoryNeighbours = (people: readonly MemoryPerson[]): MemoryNeighbours => {
  const known = new Map(people.map((person) => [person.principal.toLowerCase(), person]))
  const world: MemoryWorld = {
    person: (principal) => known.get(principal.toLowerCase()),
    replace: (person) => void known.set(person.principal.toLowerCase(), person),
    journal: [],
    down: { directory: false, directoryAnswers: false, identityProvider: false, mailer: false },
    refusedAddresses: new Set(),
    mails: [],
  }
  return {
    directory: createMemoryDirectory(world),
    identityProvider: createMemoryIdentityProvider(world),
    mailer: createMemoryMailer(world),
    world,
  }
}
