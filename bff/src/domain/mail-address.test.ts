import { describe, expect, test } from 'vitest'
import { isMailable, masked } from './mail-address.ts'

const domains = ['corp.example.test', 'example.test']

describe('an address that a code may go to', () => {
  test.each([
    'ana@corp.example.test',
    'Ana.B+x@Corp.Example.Test',
    "o'brien@example.test",
    'a_%-1@example.test',
    `${'a'.repeat(64)}@example.test`,
  ])('%s', (address) => {
    expect(isMailable(address, domains)).toBe(true)
  })

  test.each([
    ['another domain', 'ana@other.test'],
    ['a domain below one of the account’s', 'ana@sub.corp.example.test'],
    ['a domain that ends like one of the account’s', 'ana@xcorp.example.test'],
    ['nothing before the @', '@example.test'],
    ['nothing after it', 'ana@'],
    ['no @', 'example.test'],
    ['two @', 'ana@evil.test@example.test'],
    ['two recipients', 'ana@example.test,eve@example.test'],
    ['two recipients with a semicolon', 'ana@example.test;eve@example.test'],
    ['a line break before another header', 'ana@example.test\r\nBcc: eve@evil.test'],
    ['a line break at the end', 'ana@example.test\n'],
    ['a name around it', 'Ana <ana@example.test>'],
    ['a comment', 'ana(x)@example.test'],
    ['a quoted local part', '"ana"@example.test'],
    ['a space', 'ana b@example.test'],
    ['a dot at the start', '.ana@example.test'],
    ['a dot at the end', 'ana.@example.test'],
    ['two dots', 'a..b@example.test'],
    ['other scripts', 'анa@example.test'],
    ['65 characters before the @', `${'a'.repeat(65)}@example.test`],
  ])('%s is none', (_, address) => {
    expect(isMailable(address, domains)).toBe(false)
  })

  test('255 characters are too long', () => {
    const label = 'a'.repeat(61)
    const domain = `${label}.${label}.${label}.test`
    const local = (length: number) => 'a'.repeat(length - domain.length - 1)
    expect(isMailable(`${local(254)}@${domain}`, [domain])).toBe(true)
    expect(isMailable(`${local(255)}@${domain}`, [domain])).toBe(false)
  })

  test('no domains, no address', () => {
    expect(isMailable('ana@example.test', [])).toBe(false)
  })
})

describe('masking', () => {
  test('leaves the first letter and the domain, whatever the length', () => {
    expect(masked('ana@corp.example.test')).toBe('a•••@corp.example.test')
    expect(masked('a@corp.example.test')).toBe('a•••@corp.example.test')
    expect(masked('anastasia.longname@corp.example.test')).toBe('a•••@corp.example.test')
  })
})
