import { join } from 'node:path'
import { expect, test } from 'vitest'
import { againstSchema, complete, nameOf, readBill } from './bill-of-materials.ts'

const written = await readBill(join(import.meta.dirname, '..'))

test('the bill names what is shipped, with Node, and no tool that only builds or tests', () => {
  const names = written.components.map(nameOf)
  expect(names).toEqual(expect.arrayContaining(['hono', 'nodemailer', 'pg', 'react-dom', '@muster/shared', 'node']))
  for (const tool of ['vitest', 'typescript', 'oidc-provider', 'ldapjs', 'msw', '@playwright/test'])
    expect(names).not.toContain(tool)
})

test('the bill is CycloneDX 1.6 by its schema', async () => {
  expect(await againstSchema(written)).toEqual([])
})

test('a bill against the schema is refused: a licence that SPDX does not know, a part without a name', async () => {
  const [first] = written.components
  if (first === undefined) throw new Error('an empty bill')
  const unknown = { ...first, licenses: [{ license: { id: 'UNLICENSED' } }] }
  expect(await againstSchema({ ...written, components: [unknown] })).toHaveLength(1)
  const { name: _, ...nameless } = first
  expect(await againstSchema(JSON.parse(JSON.stringify({ ...written, components: [nameless] })))).toHaveLength(1)
})

test('“no licence is given” is written by name, since SPDX has no such id', () => {
  const ours = { type: 'application', name: 'muster', version: '1.0.0', licenses: [{ license: { id: 'UNLICENSED' } }] }
  const { metadata, components } = complete(
    { metadata: { component: ours }, components: [], dependencies: [] },
    '24.0.0',
  )
  expect(metadata.component.licenses).toEqual([{ license: { name: 'UNLICENSED' } }])
  expect(components).toMatchObject([{ name: 'node', version: '24.0.0', purl: 'pkg:npm/node@24.0.0' }])
})
