import type { Plugin } from 'vite'

const path = /@tanstack\/query-core\/build\/modern\/(infiniteQueryBehavior|timeoutManager)\.js/

const instead: Readonly<Record<string, string>> = {
  infiniteQueryBehavior: ['infiniteQueryBehavior', 'hasNextPage', 'hasPreviousPage']
    .map((name) => `export const ${name} = () => { throw new Error('no endless lists here') }`)
    .join('\n'),
  // The window has every timer under the name that the library calls.
  timeoutManager: `export const timeoutManager = globalThis
    export const systemSetTimeoutZero = (callback) => void setTimeout(callback, 0)`,
}

/**
 * TanStack Query's client carries the paging of endless lists and exchangeable timers along, which no bundler can tell
 * are unused: 0.6 kB of the first page's budget. Names that the library would export one day are missed by the build,
 * not by a person.
 */
export const unusedQueryParts: Plugin = {
  name: 'unused-query-parts',
  apply: 'build',
  load: {
    filter: { id: path },
    handler: (id) => instead[path.exec(id)?.[1] ?? ''],
  },
}
