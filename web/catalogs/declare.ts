import { type Argument, argumentsOf, type Catalog, foldCatalog } from './catalog.ts'

const typeOf = (argument: Argument): string => {
  if (argument === 'text') return 'string'
  return argument === 'number' ? 'number' : argument.map((key) => `'${key}'`).join(' | ')
}

const nameOf = (name: string): string => (/^[a-z]\w*$/i.test(name) ? name : `'${name}'`)

const messageType = (message: string): string => {
  const given = [...argumentsOf(message)].map(([name, argument]) => `readonly ${name}: ${typeOf(argument)}`)
  return given.length === 0 ? 'string' : `(words: { ${given.join('; ')} }) => string`
}

/** A catalog → the type that every language's must have, as the formatter would leave it. */
export const declareCatalog = (catalog: Catalog, name: string): string => {
  const type = foldCatalog(catalog, {
    leaf: messageType,
    list: () => 'readonly string[]',
    group: (members) =>
      `{\n${members.map(([key, member]) => `readonly ${nameOf(key)}: ${member}`.replaceAll(/^/gm, '  ')).join('\n')}\n}`,
  })
  return `export type ${name} = ${type}\n`
}
