import { format, inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Secret } from './secret.ts'

const secret = new Secret('Directory-1!')

describe('a secret', () => {
  test('is given out by name only', () => {
    expect(secret.reveal()).toBe('Directory-1!')
  })

  test.each([
    ['JSON', JSON.stringify({ password: secret })],
    ['a template', `${secret}`],
    ['concatenation', 'password: ' + String(secret)],
    ['inspect', inspect({ password: secret }, { showHidden: true, depth: 9 })],
    ['a format', format('%s %o %j', secret, secret, secret)],
    ['an error’s cause', inspect(new Error('failed', { cause: secret }))],
    ['its keys', JSON.stringify(Object.entries(secret))],
    ['a copy', JSON.stringify({ ...secret })],
  ])('does not print through %s', (_, printed) => {
    expect(printed).not.toContain('Directory-1!')
  })

  test('says that it is there', () => {
    expect(JSON.stringify({ password: secret })).toBe('{"password":"[secret]"}')
  })
})
