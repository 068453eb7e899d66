import { expect, test } from 'vitest'
import type { Component } from './bill-of-materials.ts'
import { foreignLicences, licenceList } from './licences.ts'

const part = (name: string, version: string, licence = 'MIT'): Component => {
  const [scope, inScope] = name.split('/')
  return {
    type: 'library',
    version,
    licenses: [{ license: { id: licence } }],
    ...(inScope === undefined ? { name } : { name: inScope, group: scope ?? '' }),
  }
}

test('a licence that nobody agreed to, none at all, or a choice of several is a finding', () => {
  const { licenses: _, ...unlicensed } = part('orphan', '1.0.0')
  expect(
    foreignLicences([
      part('good', '1.0.0', 'ISC'),
      part('viral', '2.0.0', 'AGPL-3.0-only'),
      unlicensed,
      { ...part('either', '1.0.0'), licenses: [{ expression: '(MIT OR GPL-2.0)' }] },
      { ...part('named', '1.0.0'), licenses: [{ license: { name: 'SEE LICENSE IN X' } }] },
    ]),
  ).toEqual([
    'viral 2.0.0: licence AGPL-3.0-only is not on the list',
    'orphan 1.0.0: licence missing is not on the list',
    'either 1.0.0: licence (MIT OR GPL-2.0) is not on the list',
    'named 1.0.0: licence SEE LICENSE IN X is not on the list',
  ])
})

test('our own packages need no licence', () => {
  const { licenses: _, ...ours } = part('@muster/shared', '0.1.0')
  expect(foreignLicences([ours])).toEqual([])
  expect(licenceList([ours])).not.toContain('shared')
})

test('the list has one section a licence, in order', () => {
  const list = licenceList([part('b', '1.0.0'), part('a', '2.0.0'), part('z', '1.0.0', 'Apache-2.0')])
  expect(list).toContain('## Apache-2.0\n\n- z 1.0.0\n\n## MIT\n\n- a 2.0.0\n- b 1.0.0\n')
})
