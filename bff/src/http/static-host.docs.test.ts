import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cloudsNamed } from '../domain/entra-clouds.ts'
import { documentHeaders } from './protection.ts'

const text = readFileSync(join(import.meta.dirname, '../../../docs/static-host.md'), 'utf8')

test('the headers that a static host is told are those of our own pages', () => {
  const told = [...text.matchAll(/^\| `([\w-]+)` +\| `([^`]+)` +\|$/gm)].map(([, name, value]) => [name, value])
  expect(Object.fromEntries(told)).toEqual(documentHeaders(['https://login.microsoftonline.com'], '/acme'))
})

test('every cloud’s host is told', () => {
  for (const host of cloudsNamed('global,us,china')) expect(text).toContain(`\`https://${host}\``)
})
