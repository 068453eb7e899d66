import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellAccount } from '../testing/example-world.ts'
import { claimUser, type ClaimedUser, countedName, isSamePerson } from './claimed-user.ts'

const account = cellAccount(
  { workflow: 'new', defaultAuthentication: 'active-directory', portalFactor: 'two', entraFactor: 'single' },
  {
    domains: [
      { name: 'corp.example.test', netbios: 'CORP', upnSuffix: 'example.test' },
      { name: 'labs.example.test', netbios: 'LABS' },
    ],
  },
)
const unicode = { ...account, usernames: 'unicode' } as const
const accounts = fc.constantFrom(account, unicode, { ...account, domains: [] }, { ...unicode, domains: [] })

/** Anything that fits into the fields, with what canonicalisers stumble over more often than chance would have it. */
const traps = [
  'a A ana ß ẞ İ ı ſ Å Å Ω Σ ς \u030c \u0307 \u200b \u202e \u00ad 😀 山 カ か ｶ 가 \u1100\u1161 ﬁ ² Ⅷ \ufdfa а \ud800 \udc00',
  "@ \\ / . - _ ' \u00a0 \u3000 \t \0 CORP corp.example.test example.test ＣＯＲＰ ＠",
].flatMap((line) => line.split(' '))
const trap = fc.constantFrom(' ', ...traps)
const typed = fc.oneof(
  fc
    .array(
      fc.oneof({ weight: 3, arbitrary: trap }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) }),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 70 }),
)
const claims = (user: ClaimedUser | string): user is ClaimedUser => typeof user !== 'string'

/** A name as the directory would have it, in the letters every account takes. */
const plainName = fc.stringMatching(/^[a-z0-9][a-z0-9._'-]{0,20}$/)
const spelt = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((upper) => [...text].map((letter, at) => (upper[at] === true ? letter.toUpperCase() : letter)).join(''))

/** All ways to write one person of `corp.example.test`, the field filled in with anything where the name says it all. */
const spellingsOf = (name: string) => {
  const inside = fc.constantFrom('corp', 'corp.example.test', 'example.test').chain(spelt)
  const blank = fc.constantFrom('', ' ', '  ')
  return fc
    .tuple(
      spelt(name),
      inside,
      fc.constantFrom('beside', 'before', 'behind', 'default'),
      blank,
      fc.constantFrom('', 'LABS', 'nowhere.test'),
    )
    .map(([user, domain, way, space, other]): readonly [string, string] => {
      if (way === 'before') return [`${space}${domain}\\${user}${space}`, other]
      if (way === 'behind') return [`${space}${user}@${domain}${space}`, other]
      return [`${space}${user}${space}`, way === 'default' ? space : `${space}${domain}${space}`]
    })
}

test('whatever is typed, the answer is a claim in canonical form or one of two refusals', () => {
  fc.assert(
    fc.property(accounts, typed, typed, (of, username, domain) => {
      const claim = claimUser(of, username, domain)
      if (!claims(claim)) {
        expect(['malformed', 'unknown-domain']).toContain(claim)
        return
      }
      expect(claim.username).not.toMatch(/[\p{C}\p{Lu}@\\/,=*<>;"#]/u)
      for (const part of Object.values(claim)) {
        expect(part.normalize('NFKC')).toBe(part)
        expect(part.toLowerCase()).toBe(part)
        expect(part.trim()).toBe(part)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a claim is its own canonical form, in each of the ways to write it', () => {
  fc.assert(
    fc.property(accounts, typed, typed, (of, username, domain) => {
      const claim = claimUser(of, username, domain)
      if (!claims(claim)) return
      expect(claimUser(of, claim.username, claim.domain)).toEqual(claim)
      expect(claimUser(of, claim.principal, '')).toEqual(claim)
      expect(claimUser(of, `${claim.domain}\\${claim.username}`, 'nowhere.test')).toEqual(claim)
      expect(isSamePerson(of, claim, claim.principal)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('two spellings of one person are one claim and one key', () => {
  fc.assert(
    fc.property(
      plainName.chain((name) => fc.tuple(fc.constant(name), spellingsOf(name), spellingsOf(name))),
      fc.constantFrom(account, unicode),
      ([name, one, other], of) => {
        const claim = claimUser(of, ...one)
        expect(claim).toEqual({ username: name, domain: 'corp.example.test', principal: `${name}@example.test` })
        expect(claimUser(of, ...other)).toEqual(claim)
        if (claims(claim)) expect(countedName(claim)).toBe(name)
      },
    ),
    { numRuns: 1000 },
  )
})

test('two persons are never one claim or one key: the name decides, whatever is written around it', () => {
  const two = fc
    .tuple(plainName, plainName)
    .filter(([one, other]) => one !== other)
    .chain(([one, other]) => fc.tuple(spellingsOf(one), spellingsOf(other)))
  fc.assert(
    fc.property(two, ([one, other]) => {
      const [claim, second] = [claimUser(account, ...one), claimUser(account, ...other)]
      if (!claims(claim) || !claims(second)) throw new Error('a plain name was refused')
      expect(claim.principal).not.toBe(second.principal)
      expect(countedName(claim)).not.toBe(countedName(second))
      expect(isSamePerson(account, claim, second.principal)).toBe(false)
    }),
    { numRuns: 1000 },
  )
})

test('one name in two domains is two persons', () => {
  fc.assert(
    fc.property(plainName, (name) => {
      const [corp, labs] = [claimUser(account, name, 'corp'), claimUser(account, name, 'labs')]
      if (!claims(corp) || !claims(labs)) throw new Error('a plain name was refused')
      expect(corp.domain).not.toBe(labs.domain)
      expect(corp.principal).not.toBe(labs.principal)
    }),
  )
})

/** Letter for letter, as directories compare: `ᾀ` has a capital of its own, though two letters stand for it in print. */
const inCapitals = (text: string): string =>
  text.replace(/\p{L}/gu, (letter) => (letter.toUpperCase().length === letter.length ? letter.toUpperCase() : letter))

test('a name in capitals has the same key, and a key is its own key', () => {
  fc.assert(
    fc.property(typed, (username) => {
      const claim = claimUser(unicode, username, 'corp')
      if (!claims(claim)) return
      const key = countedName(claim)
      expect(countedName({ ...claim, username: key })).toBe(key)
      expect(countedName({ ...claim, username: inCapitals(claim.username) })).toBe(key)
    }),
    { numRuns: 2000 },
  )
})
