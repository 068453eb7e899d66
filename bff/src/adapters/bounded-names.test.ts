import { expect, test } from 'vitest'
import { boundedNames } from './bounded-names.ts'

test('so many names are kept as they come, and those that come later are one', () => {
  const named = boundedNames(2)
  expect(['acme', 'globex', 'initech', 'acme', 'hooli'].map(named)).toEqual([
    'acme',
    'globex',
    'other',
    'acme',
    'other',
  ])
})
