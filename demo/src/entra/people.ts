import type { Person } from './entra-options.ts'

/** Finds the people of the tenant by what they type or by their object id. */
export type People = {
  byUsername(typed: string): Person | undefined
  /** As on the sign-in page, which helps whoever leaves out what follows the @; Entra's own does not. */
  byTyped(typed: string): Person | undefined
  byOid(oid: string): Person | undefined
}

/** Like Entra, takes the user principal name only, in any case and with blanks around it. */
export function createPeople(people: readonly Person[]): People {
  const byUpn = new Map(people.map((person) => [person.upn.toLowerCase(), person]))
  const byOid = new Map(people.map((person) => [person.oid, person]))
  const byName = new Map(people.map((person) => [person.username.toLowerCase(), person]))
  const byUsername = (typed: string) => byUpn.get(typed.trim().toLowerCase())
  return {
    byUsername,
    byTyped: (typed) => byUsername(typed) ?? byName.get(typed.trim().toLowerCase()),
    byOid: (oid) => byOid.get(oid),
  }
}

/** `ok`, or Entra's number for an unknown name (50034) or a wrong password (50126). */
export function checkPassword(person: Person | undefined, password: string): 'ok' | 50034 | 50126 {
  if (person === undefined) return 50034
  return person.password === password ? 'ok' : 50126
}
