import type { AccountState } from '../ports/directory.ts'
import type { Mail } from '../ports/mailer.ts'

/** Somebody whom the directory, Entra or both know. */
export type MemoryPerson = {
  readonly username: string
  readonly displayName?: string
  readonly directory?: {
    readonly password: string
    readonly mail?: string
    readonly state?: AccountState
    readonly lockedOut?: boolean
  }
  readonly entra?: {
    readonly password: string
    readonly upn: string
    readonly objectId: string
    readonly mfa?: boolean
    /** Refused after the right password, with this AADSTS number. */
    readonly refused?: number
  }
}

/** What a test may look at and turn. */
export type MemoryWorld = {
  /** Everybody by user name; a test may put others in their place. */
  readonly people: Map<string, MemoryPerson>
  /** Who was asked about whom, in order. */
  readonly journal: { readonly neighbour: 'directory' | 'identity-provider'; readonly principal: string }[]
  /**
   * `directory` cannot be reached; `directoryAnswers`: it takes the password and never answers; `changeAnswers`: a change
   * is made, and its answer lost; `afterChange`: it is made and answered, and then nobody can sign in.
   */
  readonly down: {
    directory: boolean
    directoryAnswers: boolean
    changeAnswers: boolean
    afterChange: boolean
    identityProvider: boolean
    mailer: boolean
  }
  /** The mail server refuses these for good. */
  readonly refusedAddresses: Set<string>
  /** Mails that were taken, newest first. */
  readonly mails: Mail[]
}
