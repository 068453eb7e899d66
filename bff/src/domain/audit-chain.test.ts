import { describe, expect, test } from 'vitest'
import { genesis, type SealedLine, sealedText } from './audit-chain.ts'

const line: SealedLine = {
  sequence: 7,
  id: 12,
  at: 1000,
  accountId: 'acme',
  enrollmentId: 'e1',
  type: 'code.ok',
  data: '{"code":"c1"}',
  sealedAt: 2000,
}

describe('the text of a sealed line', () => {
  test('is what docs/audit.md says, for whoever checks an export with other tools', () => {
    expect(sealedText('h', line)).toBe(String.raw`["h",7,12,1000,"acme","e1","code.ok","{\"code\":\"c1\"}",2000]`)
    expect(sealedText(genesis.hash, { ...line, enrollmentId: null })).toContain('["",7,12,1000,"acme",null,')
  })

  test.each<Partial<SealedLine>>([
    { sequence: 8 },
    { id: 13 },
    { at: 1001 },
    { accountId: 'acm' },
    { enrollmentId: null },
    { enrollmentId: 'null' },
    { type: 'code.wrong' },
    { data: '{"code": "c1"}' },
    { sealedAt: 2001 },
  ])('is another one with %j', (change) => {
    expect(sealedText('h', { ...line, ...change })).not.toBe(sealedText('h', line))
  })

  test('does not let one field run into the next', () => {
    expect(sealedText('h', { ...line, accountId: 'a","b', enrollmentId: 'c' })).not.toBe(
      sealedText('h', { ...line, accountId: 'a', enrollmentId: 'b","c' }),
    )
  })
})
