import { describe, expect, test } from 'vitest'
import { Secret } from '../domain/secret.ts'
import type { AccountDirectory, AccountState, Directory } from './directory.ts'

/** An adapter and a directory with the demo world's people (DESIGN section 6), as after their first provision. */
export type DirectoryUnderTest = { readonly directory: Directory; readonly settings: AccountDirectory }

const right = new Secret('Directory-1!')
const wrong = new Secret('not it')
const nameOf = (person: string): string => `${person}@corp.example.test`

const states: readonly (readonly [person: string, state: AccountState])[] = [
  ['dee', 'account-disabled'],
  ['xan', 'account-expired'],
  ['pia', 'password-expired'],
  ['max', 'password-must-change'],
]

/** {@link Directory}: what people, their states and their passwords give, whoever keeps them. */
export const directorySuite = (make: () => Promise<DirectoryUnderTest>): void => {
  const verify = async (person: string, password: Secret) => {
    const { directory, settings } = await make()
    return directory.verifyPassword(settings, nameOf(person), password)
  }
  const change = async (person: string, old: Secret, fresh: Secret) => {
    const { directory, settings } = await make()
    return directory.changePassword(settings, nameOf(person), old, fresh)
  }

  describe('directory', () => {
    test('a right password is verified, with the address and the name that the directory knows', async () => {
      expect(await verify('ana', right)).toMatchObject({ kind: 'verified', mail: nameOf('ana'), displayName: 'Ana' })
    })

    test('a name in capitals is the same person', async () => {
      expect(await verify('ANA', right)).toMatchObject({ kind: 'verified', mail: nameOf('ana') })
    })

    test('a wrong password, an unknown person and a locked one get the same answer', async () => {
      expect(await verify('ben', wrong)).toEqual({ kind: 'rejected' })
      expect(await verify('nobody', right)).toEqual({ kind: 'rejected' })
      expect(await verify('lou', right)).toEqual({ kind: 'rejected' })
    })

    test.each(states)('%s: the right password tells %s', async (person, state) => {
      expect(await verify(person, right)).toEqual({ kind: 'account-state', state })
    })

    test.each(states)('%s: a wrong password does not tell the state', async (person) => {
      expect(await verify(person, wrong)).toEqual({ kind: 'rejected' })
    })

    test.each(['', '\0', 'Directory-1!\0', '\0Directory-1!'])('a password %j is rejected', async (password) => {
      expect(await verify('ana', new Secret(password))).toEqual({ kind: 'rejected' })
    })

    test.each(['*', 'an*', 'ana)(mail=*', '\\61na'])('the name %j finds nobody', async (name) => {
      expect(await verify(name, right)).toEqual({ kind: 'rejected' })
    })

    describe('changing a password', () => {
      test('needs the old one', async () => {
        expect(await change('max', wrong, new Secret('Fresh-Word-1!'))).toEqual({ kind: 'rejected' })
      })

      test.each([
        ['dee', 'account-disabled'],
        ['xan', 'account-expired'],
      ] as const)('is not for %s: %s', async (person, state) => {
        expect(await change(person, right, new Secret('Fresh-Word-1!'))).toEqual({ kind: 'account-state', state })
      })

      test.each(['', 'short', 'Directory-1!', 'nul\0inside-1A'])('to %j is refused by the rules', async (fresh) => {
        expect(await change('max', right, new Secret(fresh))).toEqual({ kind: 'refused' })
      })

      test.each(['max', 'pia'])('%s: the new one is right from then on, the old one is not', async (person) => {
        const { directory, settings } = await make()
        // Umlauts, a quotation mark and a letter beyond 16 bits: sent as they are.
        const fresh = new Secret('Frühling "24" 𝄞!')
        const changed = await directory.changePassword(settings, nameOf(person), right, fresh)
        expect(changed).toMatchObject({ kind: 'changed', mail: nameOf(person) })
        expect(await directory.verifyPassword(settings, nameOf(person), fresh)).toMatchObject({
          kind: 'verified',
          mail: nameOf(person),
        })
        expect(await directory.verifyPassword(settings, nameOf(person), right)).toEqual({ kind: 'rejected' })
      })

      test('without a service account nobody is asked', async () => {
        const { directory, settings } = await make()
        const { passwordChange: _, ...without } = settings
        expect(await directory.changePassword(without, nameOf('max'), right, new Secret('Fresh-Word-1!'))).toEqual({
          kind: 'unavailable',
          asked: false,
        })
      })
    })
  })
}
