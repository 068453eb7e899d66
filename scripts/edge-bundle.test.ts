import { expect, test } from 'vitest'
import { heaviestIn, type Metafile, misplacedIn } from './edge-bundle.ts'

type Input = { readonly bytes: number; readonly node?: string }

const bundleOf = (files: Readonly<Record<string, Input>>): Metafile => ({
  inputs: Object.fromEntries(
    Object.entries(files).map(([path, { node }]) => [path, { imports: node === undefined ? [] : [{ path: node }] }]),
  ),
  outputs: {
    'edge.js': {
      inputs: Object.fromEntries(Object.entries(files).map(([path, { bytes }]) => [path, { bytesInOutput: bytes }])),
    },
  },
})

const hono = '../node_modules/.pnpm/hono@4/node_modules/hono/dist/hono.js'
const pgpass = '../node_modules/.pnpm/pgpass@1/node_modules/pgpass/lib/index.js'

test('what runs in workerd may be in a Worker, and what PostgreSQL’s client could read', () => {
  expect(
    misplacedIn(
      bundleOf({
        '../bff/src/edge.ts': { bytes: 10 },
        '../bff/src/adapters/request-scope.ts': { bytes: 10, node: 'node:async_hooks' },
        [hono]: { bytes: 10 },
        [pgpass]: { bytes: 10, node: 'node-built-in-modules:fs' },
        'node-built-in-modules:fs': { bytes: 150, node: 'fs' },
      }),
    ),
  ).toEqual([])
})

test.each([
  ['../bff/src/adapters/sqlite-dialect.ts', {}],
  ['../bff/src/adapters/ldap-directory.ts', {}],
  ['../bff/src/testing/browser.ts', {}],
  ['../bff/src/main.ts', {}],
  ['../node_modules/.pnpm/pino@10/node_modules/pino/pino.js', {}],
  ['../node_modules/.pnpm/@hono+node-server@2/node_modules/@hono/node-server/dist/index.js', {}],
  ['../bff/src/anything.ts', { node: 'node:fs' }],
  ['../bff/src/anything.ts', { node: 'node:sqlite' }],
  [hono, { node: 'http' }],
  [hono, { node: 'node-built-in-modules:fs' }],
])('%s with %j has no place in one', (path, more) => {
  expect(misplacedIn(bundleOf({ [path]: { bytes: 1, ...more } }))).toEqual([expect.stringContaining(path)])
})

test('what was read and left out is not in it', () => {
  expect(misplacedIn(bundleOf({ '../bff/src/main.ts': { bytes: 0 } }))).toEqual([])
})

test('weights are told by package, the heaviest first', () => {
  const bundle = bundleOf({
    [hono]: { bytes: 20 },
    '../bff/src/edge.ts': { bytes: 5 },
    '../shared/src/step.ts': { bytes: 6 },
    [pgpass]: { bytes: 1 },
  })
  expect(heaviestIn(bundle, 2)).toEqual([
    ['hono', 20],
    ['Muster', 11],
  ])
})
