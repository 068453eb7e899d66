import type { AccountState, Directory, PasswordChange, PasswordCheck } from '../ports/directory.ts'
import type { MemoryPerson, MemoryWorld } from './memory-world.ts'

type Found =
  | { readonly kind: 'right'; readonly person: MemoryPerson; readonly state?: AccountState }
  | Extract<PasswordCheck, { kind: 'rejected' | 'unavailable' }>

/** A directory in memory that answers as Active Directory does: a state is told only to who knows the password. */
export const createMemoryDirectory = (world: MemoryWorld): Directory => {
  const check = (principal: string, password: string): Found => {
    if (password === '' || password.includes('\0')) return { kind: 'rejected' }
    if (world.down.directory) return { kind: 'unavailable', asked: false }
    world.journal.push({ neighbour: 'directory', principal })
    if (world.down.directoryAnswers) return { kind: 'unavailable', asked: true }
    const person = world.people.get(principal.slice(0, principal.lastIndexOf('@')).toLowerCase())
    const entry = person?.directory
    if (person === undefined || entry === undefined || entry.lockedOut === true || entry.password !== password)
      return { kind: 'rejected' }
    return { kind: 'right', person, ...(entry.state === undefined ? {} : { state: entry.state }) }
  }
  const wordOf = ({ directory, displayName }: MemoryPerson) => ({
    ...(directory?.mail === undefined ? {} : { mail: directory.mail }),
    ...(displayName === undefined ? {} : { displayName }),
  })

  return {
    verifyPassword: async (_settings, principal, password): Promise<PasswordCheck> => {
      const found = check(principal, password.reveal())
      if (found.kind !== 'right') return found
      return found.state === undefined
        ? { kind: 'verified', ...wordOf(found.person) }
        : { kind: 'account-state', state: found.state }
    },
    changePassword: async (settings, principal, old, fresh): Promise<PasswordChange> => {
      if (settings.passwordChange === undefined) return { kind: 'unavailable', asked: false }
      if (fresh.reveal() === '' || fresh.reveal().includes('\0')) return { kind: 'refused' }
      const found = check(principal, old.reveal())
      if (found.kind !== 'right') return found
      if (found.state !== undefined && found.state !== 'password-expired' && found.state !== 'password-must-change')
        return { kind: 'account-state', state: found.state }
      if (fresh.reveal().length < 8 || fresh.reveal() === old.reveal()) return { kind: 'refused' }
      const { mail } = found.person.directory ?? {}
      const changed = {
        ...found.person,
        directory: { password: fresh.reveal(), ...(mail === undefined ? {} : { mail }) },
      }
      world.people.set(changed.username, changed)
      if (world.down.changeAnswers) return { kind: 'unconfirmed' }
      if (world.down.afterChange) return { kind: 'accepted' }
      return { kind: 'changed', ...wordOf(changed) }
    },
  }
}
