import type { Plugin } from 'vite'

/**
 * TanStack Query's client carries the paging of endless lists along, which no bundler can tell is unused: 0.5 kB of the
 * first page's budget. Names that the library would export one day are missed by the build, not by a person.
 */
export const unusedInfiniteQueries: Plugin = {
  name: 'unused-infinite-queries',
  apply: 'build',
  load: {
    filter: { id: /@tanstack\/query-core\/build\/modern\/infiniteQueryBehavior\.js/ },
    handler: () =>
      ['infiniteQueryBehavior', 'hasNextPage', 'hasPreviousPage']
        .map((name) => `export const ${name} = () => { throw new Error('no endless lists here') }`)
        .join('\n'),
  },
}
