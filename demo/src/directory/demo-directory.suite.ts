import { Attribute, Change, Client, EqualityFilter } from 'ldapts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { DemoDirectory } from './demo-directory.ts'

const right = 'Directory-1!'
const base = 'DC=corp,DC=example,DC=test'
const dnOf = (name: string) => `CN=${name},OU=People,${base}`

const quoted = (password: string) => Buffer.from(`"${password}"`, 'utf16le')
const passwordChange = (old: string, fresh: string) =>
  (
    [
      ['delete', old],
      ['add', fresh],
    ] as const
  ).map(
    ([operation, password]) =>
      new Change({ operation, modification: new Attribute({ type: 'unicodePwd', values: [quoted(password)] }) }),
  )

/** What the portal may rely on in either kind of directory (see DESIGN section 6 for the people). */
export const demoDirectorySuite = (title: string, start: () => Promise<DemoDirectory>, startTimeout: number): void => {
  describe(title, () => {
    let directory: DemoDirectory
    beforeAll(async () => {
      directory = await start()
    }, startTimeout)
    afterAll(() => directory.stop(), 60_000)

    /** Works on a connection of its own; gives `ok` or the server's result code and text. */
    const attempt = async (work: (client: Client) => Promise<unknown>): Promise<string> => {
      const [url = ''] = directory.urls
      const client = new Client({ url, tlsOptions: { ca: directory.ca }, connectTimeout: 5000, timeout: 5000 })
      try {
        await work(client)
        return 'ok'
      } catch (error) {
        if (!(error instanceof Error)) throw error
        return `${'code' in error ? String(error.code) : ''} ${error.message}`
      } finally {
        await client.unbind()
      }
    }
    const bind = async (name: string, password: string) => {
      const answer = await attempt((client) => client.bind(name, password))
      const refused =
        /^49 80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, (data \w+), v1db1 Code: 0x31$/.exec(
          answer,
        )
      return refused?.[1] ?? answer
    }
    const change = (name: string, old: string, fresh: string) =>
      attempt(async (client) => {
        await client.bind(directory.service.dn, directory.service.password)
        await client.modify(dnOf(name), passwordChange(old, fresh))
      })

    test.each([
      ['ana', 'fine', 'ok', 'data 52e'],
      ['ben', 'fine', 'ok', 'data 52e'],
      ['dee', 'disabled', 'data 533', 'data 52e'],
      ['xan', 'account expired', 'data 701', 'data 52e'],
      ['pia', 'password expired', 'data 532', 'data 52e'],
      ['max', 'must change password', 'data 773', 'data 52e'],
      ['lou', 'locked out', 'data 775', 'data 775'],
      ['eva', 'only in Entra', 'data 52e', 'data 52e'],
      ['mia', 'only in Entra', 'data 52e', 'data 52e'],
      ['noa', 'only in Entra', 'data 52e', 'data 52e'],
    ])('%s is %s', async (name, _, withRight, withWrong) => {
      const upn = `${name}@corp.example.test`
      expect([await bind(upn, right), await bind(upn, 'wrong')]).toEqual([withRight, withWrong])
    })

    test.each(['ana@corp.example.test', 'ANA@Corp.Example.Test', 'CORP\\ana', 'ana@CORP', dnOf('ana')])(
      '%s binds',
      async (name) => {
        expect(await bind(name, right)).toBe('ok')
      },
    )

    test.each(['ana', 'Ana', 'corp.example.test\\ana', 'ana@example.test'])('%s does not bind', async (name) => {
      expect(await bind(name, right)).toBe('data 52e')
    })

    test('an empty password is refused', async () => {
      expect(await bind('ana@corp.example.test', '')).toBe('data 52e')
    })

    test('after the bind a person finds their own mail and name by either name', async () => {
      for (const [attribute, value] of [
        ['userPrincipalName', 'ana@corp.example.test'],
        ['sAMAccountName', 'ana'],
      ] as const) {
        const found: unknown[] = []
        await attempt(async (client) => {
          await client.bind('ana@corp.example.test', right)
          const { searchEntries } = await client.search(base, {
            scope: 'sub',
            filter: new EqualityFilter({ attribute, value }),
            attributes: ['mail', 'displayName', 'description'],
          })
          found.push(...searchEntries)
        })
        expect(found).toEqual([
          expect.objectContaining({ dn: dnOf('ana'), mail: 'ana@corp.example.test', displayName: 'Ana' }),
        ])
      }
    })

    test('without a bind only the rootDSE answers', async () => {
      const found: unknown[] = []
      await attempt(async (client) => {
        const { searchEntries } = await client.search('', { scope: 'base', attributes: ['defaultNamingContext'] })
        found.push(...searchEntries)
      })
      expect(found).toEqual([{ dn: '', defaultNamingContext: base }])
      expect(await attempt((client) => client.search(base, { filter: '(sAMAccountName=ana)' }))).toMatch(
        /^1 00002020: /,
      )
    })

    test.each([
      ['a wrong old password', 'wrong', 'Fresh-Word-1!', /^19 00000056: /],
      ['too short a password', right, 'Ab1!', /^19 0000052D: .*too short/],
      ['too simple a password', right, 'aaaaaaaaaaaa', /^19 0000052D: .*complexity/],
      ['the same password again', right, right, /^19 0000052D: .*already used/],
    ])('%s is a constraint violation', async (_, old, fresh, answer) => {
      expect(await change('pia', old, fresh)).toMatch(answer)
      expect(await bind('pia@corp.example.test', right)).toBe('data 532')
    })

    test('a wrong old password counts as a wrong sign-in', async () => {
      const { badPwdCount } = await directory.lockout('pia')
      await change('pia', 'wrong', 'Fresh-Word-1!')
      expect(await directory.lockout('pia')).toEqual({ badPwdCount: badPwdCount + 1, locked: false })
    })

    test('the password of somebody locked out cannot be changed', async () => {
      expect(await change('lou', right, 'Fresh-Word-1!')).toMatch(/^19 00000775: /)
    })

    test('a new password without the old one is refused', async () => {
      const set = new Change({
        operation: 'replace',
        modification: new Attribute({ type: 'unicodePwd', values: [quoted('Fresh-Word-1!')] }),
      })
      const answer = await attempt(async (client) => {
        await client.bind(directory.service.dn, directory.service.password)
        await client.modify(dnOf('ben'), set)
      })
      expect(answer).toMatch(/^50 /)
    })

    test('the journal counts connections, and clears', async () => {
      directory.journal.clear()
      await bind('ana@corp.example.test', right)
      await bind('ana@corp.example.test', 'wrong')
      expect(directory.journal.connections).toBe(2)
      directory.journal.clear()
      expect(directory.journal.connections).toBe(0)
    })

    // A real server takes two seconds to put everybody back, so only these ask for it.
    describe('until everybody is put back', () => {
      afterEach(() => directory.restore(), 60_000)

      test('the tenth wrong password locks, a right one before it forgets the others', async () => {
        await bind('CORP\\ben', right)
        for (let tries = 1; tries <= 9; tries += 1) expect(await bind('CORP\\ben', 'wrong')).toBe('data 52e')
        expect(await directory.lockout('ben')).toEqual({ badPwdCount: 9, locked: false })
        expect(await bind('CORP\\ben', right)).toBe('ok')
        expect(await directory.lockout('ben')).toEqual({ badPwdCount: 0, locked: false })
        for (let tries = 1; tries <= 10; tries += 1) await bind('ben@corp.example.test', 'wrong')
        expect(await directory.lockout('ben')).toEqual({ badPwdCount: 10, locked: true })
        expect(await bind('CORP\\ben', right)).toBe('data 775')
      })

      test.each(['pia', 'max'])(
        'the service account changes the password of %s, who can sign in then',
        async (name) => {
          expect(await change(name, right, 'Fresh-Word-1!')).toBe('ok')
          expect(await bind(`${name}@corp.example.test`, 'Fresh-Word-1!')).toBe('ok')
          expect(await bind(`${name}@corp.example.test`, right)).toBe('data 52e')
        },
      )
    })
  })
}
