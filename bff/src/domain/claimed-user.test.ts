import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellAccount } from '../testing/example-world.ts'
import { claimUser, domainOf, isSamePerson, recordOf } from './claimed-user.ts'

const cell = {
  workflow: 'new',
  defaultAuthentication: 'active-directory',
  portalFactor: 'two',
  entraFactor: 'single',
} as const
const account = cellAccount(cell, {
  domains: [
    { name: 'corp.example.test', netbios: 'CORP', upnSuffix: 'example.test' },
    { name: 'labs.example.test', netbios: 'LABS' },
  ],
})
const unicode = { ...account, usernames: 'unicode' } as const
const domainless = { ...account, domains: [] } as const
const ana = { username: 'ana', domain: 'corp.example.test', principal: 'ana@example.test' }

describe('every spelling of a person is one person', () => {
  test.each([
    ['ana', 'corp.example.test'],
    ['ana', ''],
    ['ANA', 'Corp.Example.TEST'],
    ['  ana  ', ' corp.example.test '],
    ['ana', 'CORP'],
    ['ana', 'corp'],
    ['ana', 'example.test'],
    ['CORP\\ana', ''],
    ['corp\\Ana', ''],
    ['corp.example.test\\ana', ''],
    ['ana@corp.example.test', ''],
    ['Ana@EXAMPLE.test', ''],
    ['ana@CORP', ''],
  ])('%j in the domain field %j', (username, domain) => {
    expect(claimUser(account, username, domain)).toEqual(ana)
  })

  test.each([['CORP\\ana'], ['ana@corp.example.test'], ['ana@example.test']])(
    'the domain inside %j wins over the field',
    (username) => {
      expect(claimUser(account, username, 'labs.example.test')).toEqual(ana)
      expect(claimUser(account, username, 'no-such-domain.test')).toEqual(ana)
    },
  )

  test('without a suffix of its own, the domain’s name follows the @', () => {
    expect(claimUser(account, 'LABS\\ana', '')).toEqual({
      username: 'ana',
      domain: 'labs.example.test',
      principal: 'ana@labs.example.test',
    })
  })

  test('a claimed person, written out as principal or as name and domain, is the same claim again', () => {
    const letters = [..."abzßüJİ\u030c\u0307ΣςσжЖあé.-_'+() 09KſÅ@\\"].map((letter) => fc.constant(letter))
    fc.assert(
      fc.property(
        fc.constantFrom(account, unicode),
        fc.string({ unit: fc.oneof(...letters), maxLength: 12 }),
        (of, typed) => {
          const claimed = claimUser(of, typed, '')
          if (typeof claimed === 'string') return
          expect(claimUser(of, claimed.principal, '')).toEqual(claimed)
          expect(claimUser(of, claimed.username, claimed.domain)).toEqual(claimed)
          expect(
            claimUser(
              of,
              typed.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
              '',
            ),
          ).toEqual(claimed)
        },
      ),
    )
  })
})

describe('what only looks like a person is nobody', () => {
  test.each([
    ['full-width letters', 'ａna'],
    ['a ligature', 'ﬁona'],
    ['the Kelvin sign', '\u212Aim'],
    ['a long s', 'ana\u017F'],
    ['a superscript', 'ana²'],
    ['a decomposed umlaut', 'mu\u0308ller'],
    ['a capital whose small letter is one character with its accent', 'J\u030Can'],
    ['a soft hyphen', 'an\u00ADa'],
    ['a zero-width space', 'an\u200Ba'],
    ['a right-to-left override', 'an\u202Ea'],
  ])('%s is refused in both alphabets, not repaired', (_, username) => {
    expect(claimUser(account, username, '')).toBe('malformed')
    expect(claimUser(unicode, username, '')).toBe('malformed')
  })

  test('other scripts are refused unless the account takes them', () => {
    for (const name of ['аna', 'müller', '山田', 'ana maria']) {
      expect(claimUser(account, name, '')).toBe('malformed')
      expect(claimUser(unicode, name, '')).toMatchObject({ username: name })
    }
  })

  test('a Cyrillic look-alike is another person, never the Latin one', () => {
    expect(claimUser(unicode, 'аna', '')).not.toEqual(claimUser(unicode, 'ana', ''))
  })

  test.each(['ana @corp.example.test', 'ana  maria', 'CORP\\ana  maria'])(
    '%j: spaces that a directory overlooks are refused',
    (username) => {
      expect(claimUser(unicode, username, '')).toBe('malformed')
    },
  )

  test.each([
    '',
    ' ',
    '@corp.example.test',
    'CORP\\',
    '.ana',
    '-ana',
    'ana/x',
    'ana*',
    'ana)(cn=*',
    'a'.repeat(65),
    'CORP\\ana@corp.example.test',
    'ana@x@corp.example.test',
    'CORP\\LABS\\ana',
    'an\na',
    'an\0a',
  ])('%j is no user name', (username) => {
    expect(claimUser(account, username, '')).toBe('malformed')
  })

  test('64 characters are a name, 65 are none', () => {
    expect(claimUser(account, 'a'.repeat(64), '')).toMatchObject({ username: 'a'.repeat(64) })
    expect(claimUser(account, 'a'.repeat(65), '')).toBe('malformed')
  })
})

describe('domains', () => {
  test.each([
    ['ana', 'other.test'],
    ['OTHER\\ana', ''],
    ['ana@other.test', 'corp.example.test'],
    ['ana', 'corp.example.test.'],
    ['ana', 'corp example'],
    ['ana', '-corp'],
    ['ana', 'xcorp.example.test'],
  ])('%j in %j: a domain that is not listed is unknown', (username, domain) => {
    expect(claimUser(account, username, domain)).toBe('unknown-domain')
  })

  test('a domain that NFKC would change is refused', () => {
    expect(claimUser(account, 'ana', 'ｃorp')).toBe('malformed')
  })

  test('a blank field means the default domain, and the first where none is set', () => {
    expect(claimUser({ ...account, defaultDomain: 'labs.example.test' }, 'ana', '')).toMatchObject({
      domain: 'labs.example.test',
    })
    expect(claimUser(account, 'ana', ' ')).toMatchObject({ domain: 'corp.example.test' })
  })

  test('a blank field means nothing where the account offers its domains and sets no default', () => {
    expect(claimUser({ ...account, offerDomains: true }, 'ana', '')).toBe('unknown-domain')
    expect(claimUser({ ...account, offerDomains: true, defaultDomain: 'labs.example.test' }, 'ana', '')).toMatchObject({
      domain: 'labs.example.test',
    })
  })

  test('an account without domains takes any that is written as one', () => {
    expect(claimUser(domainless, 'ana@Anything.test', '')).toEqual({
      username: 'ana',
      domain: 'anything.test',
      principal: 'ana@anything.test',
    })
    expect(claimUser(domainless, 'ana', '')).toBe('unknown-domain')
    for (const domain of ['a b', 'a..b', 'a/b', `${'a'.repeat(64)}.test`, `${'a.'.repeat(130)}test`])
      expect(claimUser(domainless, 'ana', domain)).toBe('unknown-domain')
  })

  test('the settings of a person’s domain are found by its name', () => {
    expect(domainOf(account, ana)).toBe(account.domains[0])
    expect(domainOf(domainless, ana)).toBeUndefined()
  })
})

describe('what the account knows of a person', () => {
  const record = { username: 'ana', domain: 'corp.example.test', email: 'ana@example.test' }

  test('a record belongs to one name in one domain', () => {
    const known = { ...account, users: [record] }
    expect(recordOf(known, ana)).toBe(record)
    expect(recordOf(known, { ...ana, domain: 'labs.example.test' })).toBeUndefined()
    expect(recordOf(known, { ...ana, username: 'anna' })).toBeUndefined()
  })

  test('a stated name is the claimed person in any of their spellings', () => {
    for (const stated of ['ana@example.test', 'Ana@Corp.Example.Test', 'CORP\\ana'])
      expect(isSamePerson(account, ana, stated)).toBe(true)
  })

  test('a stated name of somebody else, of elsewhere or of nobody is not the claimed person', () => {
    for (const stated of [
      'ben@example.test',
      'ana@labs.example.test',
      'ana@other.test',
      'ana_other.test#EXT#@example.test',
      '',
      'ａna@example.test',
    ])
      expect(isSamePerson(account, ana, stated)).toBe(false)
  })
})
