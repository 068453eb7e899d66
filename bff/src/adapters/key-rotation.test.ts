import { describe, expect, test } from 'vitest'
import { addKey, forgetKey, type Rotated, useKey } from './key-rotation.ts'
import { createKeys, generateKeys, type KeysFile, parseKeys } from './keys.ts'

const before = generateKeys()
const withBoth = addKey(addKey(before, 'pepper').file, 'dataKey').file
const after = useKey(useKey(withBoth, 'pepper', '2'), 'dataKey', '2')

/** What one instance makes while people enroll. */
const madeUnder = async (file: KeysFile) => {
  const keys = await createKeys(file)
  return {
    digest: await keys.digestCode('enrollment', 'challenge', '01234567'),
    sealed: await keys.seal('a mail'),
    cookie: await keys.cookieOf('enrollment', 1),
    name: await keys.pseudonym('ana'),
  }
}

describe('while instances restart one by one, whatever one of them makes another one takes', () => {
  test.each([
    ['before a key was added', before, 'while it was', withBoth],
    ['while it was added', withBoth, 'before', before],
    ['before it was used', withBoth, 'since', after],
    ['since it was used', after, 'before that', withBoth],
  ])('%s, and %s', async (_made, maker, _taken, taker) => {
    const made = await madeUnder(maker)
    const keys = await createKeys(taker)
    expect(await keys.codeMatches(made.digest, 'enrollment', 'challenge', '01234567')).toBe(true)
    expect(await keys.codeMatches(made.digest, 'enrollment', 'challenge', '01234568')).toBe(false)
    expect(await keys.open(made.sealed)).toBe('a mail')
    expect(await keys.cookieOf('enrollment', 1)).toBe(made.cookie)
    expect(await keys.pseudonym('ana')).toBe(made.name)
  })

  test('which is why a key is not used at once: who does not know it takes nothing', async () => {
    const made = await madeUnder(after)
    const keys = await createKeys(before)
    expect(await keys.codeMatches(made.digest, 'enrollment', 'challenge', '01234567')).toBe(false)
    await expect(keys.open(made.sealed)).rejects.toThrow('unknown data key 2')
  })
})

describe.each<[Rotated, 'codePeppers' | 'dataKeys', 'codePepper' | 'dataKey']>([
  ['pepper', 'codePeppers', 'codePepper'],
  ['dataKey', 'dataKeys', 'dataKey'],
])('a %s', (which, kept, used) => {
  test('is added under the next number, and used no sooner than said', () => {
    const { file, name } = addKey(before, which)
    expect(name).toBe('2')
    expect(file).toEqual({ ...before, [kept]: { ...before[kept], '2': expect.stringMatching(/^[\w-]{43}$/) } })
    expect(addKey(file, which).name).toBe('3')
    expect(parseKeys(JSON.stringify(file))).toEqual(file)
  })

  test('takes no name that is there, however others are called', () => {
    const named = { ...before, [kept]: { '2026-10': before[kept]['1'] ?? '', '7': generateKeys().cookieKey } }
    expect(addKey(named, which).name).toBe('8')
    const words = { ...before, [kept]: { old: before[kept]['1'] ?? '' } }
    expect(addKey(words, which).name).toBe('1')
  })

  test('is used by name, and only one that is there', () => {
    expect(useKey(withBoth, which, '2')).toEqual({ ...withBoth, [used]: '2' })
    expect(useKey(after, which, '1')[used]).toBe('1')
    for (const name of ['3', '', 'toString', '__proto__'])
      expect(() => useKey(withBoth, which, name)).toThrow(`${kept} has no "${name}"; it has 1, 2`)
  })

  test('is forgotten by name, unless it is in use', () => {
    const { '2': second } = after[kept]
    expect(forgetKey(after, which, '1')).toEqual({ ...after, [kept]: { '2': second } })
    expect(() => forgetKey(after, which, '2')).toThrow(`"2" of ${kept} is in use`)
    expect(() => forgetKey(after, which, '3')).toThrow(`${kept} has no "3"`)
  })

  test('that was forgotten makes void what it made', async () => {
    const made = await madeUnder(before)
    const keys = await createKeys(forgetKey(after, which, '1'))
    const matches = await keys.codeMatches(made.digest, 'enrollment', 'challenge', '01234567')
    const opened = await keys.open(made.sealed).catch(() => undefined)
    expect({ matches, opened }).toEqual(
      which === 'pepper' ? { matches: false, opened: 'a mail' } : { matches: true, opened: undefined },
    )
  })
})
