import MessageFormat from '@messageformat/core'
import compileModule from '@messageformat/core/lib/compile-module.js'
import { directionOf } from '@muster/shared/direction'
import { languagesWith } from '../src/messages/languages.ts'
import { argumentsOf, type Catalog, foldCatalog, leavesOf } from './catalog.ts'

/** The plural rules come with the browser: those that the library would add cover every language there is. */
const ownPlurals = (code: string, language: string): string =>
  code.replace(
    /^import \{ (\w+) \} from "@messageformat\/runtime\/lib\/cardinals";$/m,
    (_, name: string) =>
      `const rules = new Intl.PluralRules(${JSON.stringify(language)});\nconst ${name} = (count) => rules.select(count);`,
  )

const rightToLeft: readonly string[] = languagesWith((language) => directionOf(language) === 'rtl')

/** Names, addresses and references among words that run from right to left: each runs by itself (Unicode's FSI and PDI). */
const isolated = (message: string): string =>
  message.replaceAll(/\{(\w+)\}/g, (all, name: string) =>
    argumentsOf(message).get(name) === 'text' ? `\u2068${all}\u2069` : all,
  )

/**
 * A catalog → the source of a module: plain words as strings, lists as arrays, messages with arguments as functions.
 * Throws where a message's grammar is broken, or a plural has a case that the language does not know.
 */
export const compileCatalog = (catalog: Catalog, language: string): string => {
  // The library would put marks around names; isolates hold whatever a name begins and ends with.
  const format = new MessageFormat(language, { biDiSupport: false })
  const mustIsolate = rightToLeft.includes(language)
  const spoken = leavesOf(catalog).filter(({ message }) => argumentsOf(message).size > 0)
  const compiled = ownPlurals(
    compileModule(
      format,
      Object.fromEntries(spoken.map(({ message }, index) => [`m${index}`, mustIsolate ? isolated(message) : message])),
    ),
    language,
  )
  const functions = new Map(
    [...compiled.matchAll(/^ {2}m(\d+): (.*?),?$/gm)].map(([, index, code]) => [spoken[Number(index)]?.path, code]),
  )
  const exported = foldCatalog(catalog, {
    leaf: (message, path) => functions.get(path) ?? JSON.stringify(format.compile(message)()),
    list: (items) => `[${items.join(', ')}]`,
    group: (members) => `{ ${members.map(([name, member]) => `${JSON.stringify(name)}: ${member}`).join(', ')} }`,
  })
  return `${compiled.slice(0, compiled.indexOf('export default'))}export default ${exported}\n`
}
