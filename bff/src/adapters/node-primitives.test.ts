import { describe, expect, test } from 'vitest'
import { createKeys, freshKey, generateKeys } from './keys.ts'
import { nodePrimitives } from './node-primitives.ts'
import { webPrimitives } from './web-primitives.ts'

const both = [
  ['Node, then WebCrypto', nodePrimitives, webPrimitives],
  ['WebCrypto, then Node', webPrimitives, nodePrimitives],
] as const
const texts = ['', 'a', 'Grüße, 日本', '\ud800 alone', 'x'.repeat(10_000)]
const iv = new Uint8Array(12).fill(7)

describe.each(both)('%s', (_, one, other) => {
  test.each(texts)('a digest is the same: %.20s', async (value) => {
    expect(await one.digest(value)).toBe(await other.digest(value))
  })

  test.each(texts)('a mac of one is the other’s: %.20s', async (message) => {
    const key = freshKey()
    const mac = await (await one.mac(key)).of(message)
    expect(await (await other.mac(key)).matches(mac, message)).toBe(true)
    expect(await (await other.mac(key)).matches(mac, `${message}.`)).toBe(false)
    expect(await (await other.mac(freshKey())).matches(mac, message)).toBe(false)
    for (const broken of ['', mac.slice(0, -4), `${mac}AAAA`])
      expect(await (await other.mac(key)).matches(broken, message)).toBe(false)
  })

  test.each(['', 'a', 'Grüße, 日本', 'x'.repeat(10_000)])('what one seals the other opens: %.20s', async (plain) => {
    const key = freshKey()
    const sealed = await (await one.cipher(key)).seal(iv, 'context', plain)
    const cipher = await other.cipher(key)
    expect(await cipher.open(iv, 'context', sealed)).toBe(plain)
    const opens = async (...given: Parameters<typeof cipher.open>) => cipher.open(...given)
    await expect(opens(iv, 'another', sealed)).rejects.toThrow()
    await expect(opens(new Uint8Array(12), 'context', sealed)).rejects.toThrow()
    const changed = `${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}`
    await expect(opens(iv, 'context', changed)).rejects.toThrow()
    await expect(opens(iv, 'context', sealed.slice(0, 8))).rejects.toThrow()
    await expect(opens(iv, 'context', '')).rejects.toThrow()
  })
})

test('a deployment may change between the runtimes: cookies, codes and mails go on', async () => {
  const file = generateKeys()
  const [node, web] = [await createKeys(file, nodePrimitives), await createKeys(file, webPrimitives)]
  expect(await node.cookieOf('e', 3)).toBe(await web.cookieOf('e', 3))
  expect(await node.digest('cookie')).toBe(await web.digest('cookie'))
  expect(await node.pseudonym('ana@corp')).toBe(await web.pseudonym('ana@corp'))
  expect(await web.codeMatches(await node.digestCode('e', 'c', '01234567'), 'e', 'c', '01234567')).toBe(true)
  expect(await node.codeMatches(await web.digestCode('e', 'c', '01234567'), 'e', 'c', '01234568')).toBe(false)
  expect(await node.open(await web.seal('a mail'))).toBe('a mail')
  expect(await web.open(await node.seal('a mail'))).toBe('a mail')
})
