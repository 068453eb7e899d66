import { describe, expect, test } from 'vitest'
import { fromBase64url, toBase64url } from './base64url.ts'
import { createKeys, generateKeys, keyFingerprints, parseKeys } from './keys.ts'

const file = generateKeys()
const keys = await createKeys(file)
const otherKeys = await createKeys(generateKeys())

describe('codes', () => {
  test('match under their enrollment and challenge only', async () => {
    const digest = await keys.digestCode('enrollment', 'challenge', '01234567')
    expect(await keys.codeMatches(digest, 'enrollment', 'challenge', '01234567')).toBe(true)
    for (const other of [
      ['another', 'challenge', '01234567'],
      ['enrollment', 'another', '01234567'],
      ['enrollment', 'challenge', '01234568'],
      ['enrollment', 'challenge', '1234567'],
      ['enrollment', 'challenge', ''],
      ['enrollmentc', 'hallenge', '01234567'],
      ['enrollment', 'challenge0', '1234567'],
    ] as const)
      expect(await keys.codeMatches(digest, other[0], other[1], other[2])).toBe(false)
  })

  test('match under their pepper only', async () => {
    expect(await otherKeys.codeMatches(await keys.digestCode('e', 'c', '01234567'), 'e', 'c', '01234567')).toBe(false)
  })

  test('match after the pepper was rotated, as long as the old one is kept', async () => {
    const digest = await keys.digestCode('e', 'c', '01234567')
    const fresh = generateKeys().codePeppers['1'] ?? ''
    const rotated = { ...file, codePepper: '2', codePeppers: { ...file.codePeppers, '2': fresh } }
    const later = await createKeys(rotated)
    expect(await later.codeMatches(digest, 'e', 'c', '01234567')).toBe(true)
    expect(await later.codeMatches(digest, 'e', 'c', '01234568')).toBe(false)
    expect(await later.digestCode('e', 'c', '01234567')).toMatch(/^2\./)
    const forgotten = await createKeys({ ...rotated, codePeppers: { '2': fresh } })
    expect(await forgotten.codeMatches(digest, 'e', 'c', '01234567')).toBe(false)
  })

  test.each(['', 'AAAA', 'A'.repeat(43), '1.', `1.${'A'.repeat(43)}`, `2.${'A'.repeat(43)}`])(
    'a digest %j matches nothing',
    async (digest) => {
      expect(await keys.codeMatches(digest, 'e', 'c', '01234567')).toBe(false)
    },
  )

  test('a digest is its pepper’s name and 256 bits, and does not contain the code', async () => {
    const digest = await keys.digestCode('e', 'c', '01234567')
    expect(digest).toMatch(/^1\.[\w-]{43}$/)
    expect(fromBase64url(digest.slice(2))).toHaveLength(32)
  })
})

describe('cookies', () => {
  test('of one rotation are the same again, every other is different', async () => {
    expect(await keys.cookieOf('e', 1)).toBe(await keys.cookieOf('e', 1))
    const all = await Promise.all([
      keys.cookieOf('e', 1),
      keys.cookieOf('e', 2),
      keys.cookieOf('e1', 1),
      keys.cookieOf('e', 11),
      otherKeys.cookieOf('e', 1),
    ])
    expect(new Set(all).size).toBe(all.length)
    for (const cookie of all) expect(cookie).toMatch(/^[\w-]{43}$/)
  })
})

test('a digest is SHA-256 (FIPS 180-4)', async () => {
  expect(Buffer.from(await keys.digest('abc'), 'base64url').toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})

test('a pseudonym is stable, keyed and without the name', async () => {
  const pseudonym = await keys.pseudonym('ana@corp.example.test')
  expect(pseudonym).toBe(await keys.pseudonym('ana@corp.example.test'))
  expect(pseudonym).not.toBe(await otherKeys.pseudonym('ana@corp.example.test'))
  expect(pseudonym).not.toBe(await keys.digest('ana@corp.example.test'))
  expect(pseudonym).toMatch(/^[\w-]{22}$/)
})

describe('sealed text', () => {
  const text = 'Grüße, 𝄞 – code 01234567'

  test('opens again, looks different each time and shows nothing', async () => {
    const [one, two] = await Promise.all([keys.seal(text), keys.seal(text)])
    expect(await keys.open(one)).toBe(text)
    expect(one).not.toBe(two)
    expect(one).not.toContain('01234567')
  })

  test.each<[string, (sealed: string) => string]>([
    ['a changed letter', (sealed) => sealed.slice(0, -5) + (sealed.at(-5) === 'A' ? 'B' : 'A') + sealed.slice(-4)],
    ['another nonce', (sealed) => sealed.replace(/\.[^.]+\./, `.${toBase64url(new Uint8Array(12))}.`)],
    ['a cut end', (sealed) => sealed.slice(0, -4)],
    ['another key’s name', (sealed) => sealed.replace(/^1/, 'old')],
    ['an unknown key’s name', (sealed) => sealed.replace(/^1/, '2')],
    ['nothing', () => ''],
  ])('with %s does not open', async (_what, bend) => {
    const same = await createKeys({ ...file, dataKeys: { ...file.dataKeys, old: file.dataKeys['1'] ?? '' } })
    await expect(same.open(bend(await keys.seal(text)))).rejects.toThrow()
  })

  test('opens after the key was rotated, as long as the old one is kept', async () => {
    const sealed = await keys.seal(text)
    const rotated = { ...file, dataKey: '2', dataKeys: { ...file.dataKeys, '2': generateKeys().dataKeys['1'] ?? '' } }
    const later = await createKeys(rotated)
    expect(await later.open(sealed)).toBe(text)
    expect(await later.seal(text)).toMatch(/^2\./)
    const forgotten = await createKeys({ ...rotated, dataKeys: { '2': rotated.dataKeys['2'] } })
    await expect(forgotten.open(sealed)).rejects.toThrow(/unknown data key 1/)
  })
})

describe('a keys file', () => {
  test('is what generating makes, with fresh 256-bit keys', () => {
    expect(parseKeys(JSON.stringify(file))).toEqual(file)
    const { cookieKey, codePeppers, pseudonymKey, dataKeys } = file
    const all = [cookieKey, codePeppers['1'] ?? '', pseudonymKey, dataKeys['1'] ?? '']
    expect(new Set(all).size).toBe(4)
    for (const key of all) expect(fromBase64url(key)).toHaveLength(32)
    expect(generateKeys().cookieKey).not.toBe(cookieKey)
  })

  const secret = generateKeys().cookieKey
  test.each<[string, string, string]>([
    ['a short key', JSON.stringify({ ...file, pseudonymKey: secret.slice(1) }), 'pseudonymKey must be a key'],
    ['a key missing', JSON.stringify({ ...file, cookieKey: undefined }), 'cookieKey must be a key'],
    ['an unknown field', JSON.stringify({ ...file, [secret]: 1 }), 'must be an object of cookieKey, '],
    ['a list of keys', JSON.stringify([secret]), 'must be an object of cookieKey, '],
    ['a key for a name', JSON.stringify({ ...file, dataKey: secret }), 'dataKey must name one of dataKeys'],
    [
      'a pepper for its name',
      JSON.stringify({ ...file, codePepper: secret }),
      'codePepper must name one of codePeppers',
    ],
    [
      'a key in the place of a name',
      JSON.stringify({ ...file, dataKeys: { [secret]: secret } }),
      'dataKeys must be an object',
    ],
    [
      'a short pepper',
      JSON.stringify({ ...file, codePeppers: { '1': secret.slice(1) } }),
      'codePeppers must be an object',
    ],
    ['no JSON in it', `{"cookieKey": ${secret}`, 'is not JSON'],
  ])('with %s is refused by field, and without a letter of a key', (_what, wrong, words) => {
    const told = (() => {
      try {
        return parseKeys(wrong)
      } catch (error) {
        return error
      }
    })()
    if (!(told instanceof Error)) throw new Error('it was taken')
    expect(told.message.slice(0, words.length)).toBe(words)
    expect(`${told.message} ${String(told.cause)}`).not.toContain(secret.slice(1, 9))
  })
})

test.each([0, 1, 2, 3, 31, 32, 33, 255])('base64url of %d bytes comes back, without padding', (length) => {
  const bytes = Uint8Array.from({ length }, (_, index) => 255 - index)
  expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
  expect(fromBase64url(toBase64url(bytes))).toEqual(bytes)
})

describe('fingerprints', () => {
  test('change with the key in use and with nothing else, and give no key away', async () => {
    const prints = await keyFingerprints(file)
    expect(await keyFingerprints({ ...file, dataKeys: { ...file.dataKeys, next: generateKeys().cookieKey } })).toEqual(
      prints,
    )
    const pepper = generateKeys().cookieKey
    const rotated = { ...file, codePepper: '2', codePeppers: { ...file.codePeppers, '2': pepper } }
    const after = await keyFingerprints(rotated)
    expect(after).toEqual({ ...prints, codePepper: expect.stringMatching(/^2\.[\w-]{8}$/) })
    expect(await keyFingerprints({ ...file, codePeppers: { '1': pepper } })).not.toEqual(prints)
    expect(await keyFingerprints({ ...file, cookieKey: pepper })).not.toEqual(prints)
    for (const key of [file.cookieKey, file.pseudonymKey, pepper]) expect(JSON.stringify(after)).not.toContain(key)
  })
})
