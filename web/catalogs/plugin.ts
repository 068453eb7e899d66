import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'
import { readCatalog } from './catalog.ts'
import { compileCatalog } from './compile.ts'

// Under a name of its own: Vite would take what ends with `.json` for data.
const compiledFile = /\/messages\/([\w-]+)\/(first|later)\.json\.js$/

/** Which catalog a module is, if it is one. */
export const catalogOf = (
  module: string | undefined,
): { readonly language: string; readonly part: string } | undefined => {
  const [, language, part] = compiledFile.exec(module ?? '') ?? []
  return language && part ? { language, part } : undefined
}

/** Compiles the catalogs of `src/messages/{language}/` as they are imported: no grammar is parsed in a browser. */
export const messageCatalogs: Plugin = {
  name: 'message-catalogs',
  enforce: 'pre',
  resolveId: {
    filter: { id: /\/(?:first|later)\.json$/ },
    async handler(source, importer) {
      const found = await this.resolve(source, importer, { skipSelf: true })
      const compiled = `${found?.id}.js`
      return compiledFile.test(compiled) ? compiled : null
    },
  },
  load: {
    filter: { id: compiledFile },
    async handler(id) {
      const file = id.slice(0, -'.js'.length)
      this.addWatchFile(file)
      const language = compiledFile.exec(id)?.[1] ?? ''
      return compileCatalog(readCatalog(await readFile(file, 'utf8')), language)
    },
  },
}
