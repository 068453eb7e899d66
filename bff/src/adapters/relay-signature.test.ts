import { describe, expect, test } from 'vitest'
import { publicOf } from './relay-jwk.ts'
import { freshPair } from './relay-keys.ts'
import { createOpener, createSealer, openWith, sealWith } from './relay-seal.ts'
import { createSigner, createVerifier } from './relay-signature.ts'
import { freshKey } from './keys.ts'

const [ours, theirs] = [await freshPair('signing'), await freshPair('signing')]

describe('a signature', () => {
  const verify = createVerifier([publicOf(theirs), publicOf(ours)])

  test('of any known key is read', async () => {
    expect(await verify('a', await createSigner(ours)('a', { is: 1 }))).toEqual({ is: 1 })
    expect(await verify('a', await createSigner(theirs)('a', { is: 2 }))).toEqual({ is: 2 })
  })

  test('is not taken for one of another type', async () => {
    expect(await verify('b', await createSigner(ours)('a', { is: 1 }))).toBeUndefined()
  })

  test('of an unknown key is none, even under a known name', async () => {
    const stranger = await freshPair('signing')
    expect(await verify('a', await createSigner(stranger)('a', {}))).toBeUndefined()
    expect(await verify('a', await createSigner({ ...stranger, kid: ours.kid })('a', {}))).toBeUndefined()
  })
})

describe('a seal', () => {
  test('is opened by the key that it is for, and by no other', async () => {
    const [first, second] = [await freshPair('sealing'), await freshPair('sealing')]
    const sealed = await createSealer(publicOf(first))('Grüße')
    expect(sealed).not.toContain('Gr')
    expect(await createOpener([second, first])(sealed)).toBe('Grüße')
    expect(await createOpener([second])(sealed)).toBeUndefined()
    expect(await createOpener([{ ...second, kid: first.kid }])(sealed)).toBeUndefined()
  })

  test('with a key of both is opened by that key alone', async () => {
    const key = freshKey()
    const sealed = await sealWith(key, 'x')
    expect(await openWith(key, sealed)).toBe('x')
    expect(await openWith(freshKey(), sealed)).toBeUndefined()
    expect(await openWith(key, `${sealed}A`)).toBeUndefined()
  })
})
