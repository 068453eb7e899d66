import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { readCatalog } from '../catalogs/catalog.ts'
import { compileCatalog } from '../catalogs/compile.ts'
import { catalogOf } from '../catalogs/plugin.ts'
import { type Language, languagesWith } from '../src/messages/languages.ts'
import { existsSync } from 'node:fs'

const messages = join(import.meta.dirname, '../src/messages')
const parts = ['first', 'later'] as const

/** The name of a catalog's file. One hash for all: then no script needs a list of them, which grew with each language. */
export const catalogFile = (language: string, part: string, hash: string): string =>
  `words-${language}-${part}-${hash}.js`

/** What names the files of the build's catalogs: with any of them it becomes another. */
export const hashOf = (sources: readonly string[]): string =>
  createHash('sha256').update(sources.join('\0')).digest('base64url').slice(0, 8)

/** What stands in the build where `src/messages/catalogs.ts` stands elsewhere. */
export const catalogsModule = (offered: readonly Language[], hash: string): string => `
  const offered = ${JSON.stringify(offered)}
  const fetchPart = (part) => async (language) =>
    (await import(/* @vite-ignore */ \`./${catalogFile('${language}', '${part}', hash)}\`)).default
  const [fetchFirst, fetchLater] = [fetchPart('first'), fetchPart('later')]
  export { fetchFirst, fetchLater, offered }
`

const figures = /\?figures-([\w-]+)$/

/** What the words of a first page need of the library: one that asked for more would not be built. */
const ownFigures = (language: string): string => `
  const format = new Intl.NumberFormat(${JSON.stringify(language)})
  export const number = (_, value, offset) => format.format(value - offset)`

/**
 * Writes each catalog into a file of its own, which a page finds by the tag of its language alone. It imports nothing:
 * with the name of another file in it the hash of all catalogs would not tell what it says.
 */
export const catalogFiles = (): Plugin => {
  const offered = languagesWith((language) => existsSync(join(messages, language, 'first.json')))
  let hash = ''
  return {
    name: 'catalog-files',
    apply: 'build',
    enforce: 'pre',
    buildStart: {
      async handler() {
        const catalogs = offered.flatMap((language) => parts.map((part) => ({ language, part })))
        const path = (language: string, part: string) => join(messages, language, `${part}.json`)
        const compiled = await Promise.all(
          catalogs.map(async ({ language, part }) =>
            compileCatalog(readCatalog(await readFile(path(language, part), 'utf8')), language),
          ),
        )
        hash = hashOf(compiled)
        for (const { language, part } of catalogs)
          this.emitFile({
            type: 'chunk',
            id: path(language, part),
            fileName: `assets/${catalogFile(language, part, hash)}`,
            preserveSignature: 'strict',
          })
      },
    },
    resolveId: {
      filter: { id: /^@messageformat\/runtime$/ },
      async handler(source, importer) {
        const found = await this.resolve(source, importer, { skipSelf: true })
        const catalog = catalogOf(importer)
        if (found === null || catalog === undefined) return found
        const isFirst = catalog.part === 'first'
        return { ...found, id: `${found.id}?${isFirst ? 'figures' : 'later'}-${catalog.language}` }
      },
    },
    load: {
      filter: { id: [/\/src\/messages\/catalogs\.ts$/, figures] },
      handler: (id) => ({
        code: figures.test(id) ? ownFigures(figures.exec(id)?.[1] ?? '') : catalogsModule(offered, hash),
        moduleType: 'js',
      }),
    },
  }
}
