import { parse, type Token } from '@messageformat/parser'

/** A catalog as translators write it: messages in ICU MessageFormat, by name, in groups and lists. */
export type Catalog = string | readonly string[] | { readonly [name: string]: Catalog }

export type Leaf = { readonly path: string; readonly message: string }

/** What a message needs to be said: nothing but words, or numbers, or one of the cases of a select. */
export type Argument = 'text' | 'number' | readonly string[]

/** The text of a catalog's file → the catalog. */
export const readCatalog = (json: string): Catalog => JSON.parse(json)

const isList = (catalog: Catalog): catalog is readonly string[] => Array.isArray(catalog)

/** A catalog, turned into something else from its leaves up. */
export const foldCatalog = <T>(
  catalog: Catalog,
  {
    leaf,
    list,
    group,
  }: {
    readonly leaf: (message: string, path: string) => T
    readonly list: (items: readonly T[]) => T
    readonly group: (members: readonly (readonly [name: string, member: T])[]) => T
  },
  path = '',
): T => {
  if (typeof catalog === 'string') return leaf(catalog, path)
  if (isList(catalog)) return list(catalog.map((message, index) => leaf(message, `${path}.${index}`)))
  return group(
    Object.entries(catalog).map(([name, member]) => [
      name,
      foldCatalog(member, { leaf, list, group }, path === '' ? name : `${path}.${name}`),
    ]),
  )
}

/** Every message with its path, `frame.title`. */
export const leavesOf = (catalog: Catalog): readonly Leaf[] =>
  foldCatalog<readonly Leaf[]>(catalog, {
    leaf: (message, path) => [{ path, message }],
    list: (items) => items.flat(),
    group: (members) => members.flatMap(([, leaves]) => leaves),
  })

const argumentsIn = (tokens: readonly Token[]): readonly (readonly [string, Argument])[] =>
  tokens.flatMap((token): readonly (readonly [string, Argument])[] => {
    switch (token.type) {
      case 'content':
      case 'octothorpe':
        return []
      case 'argument':
        return [[token.arg, 'text']]
      case 'function':
        return [[token.arg, 'number']]
      case 'plural':
      case 'selectordinal':
      case 'select':
        return [
          [token.arg, token.type === 'select' ? token.cases.map(({ key }) => key) : 'number'],
          ...token.cases.flatMap((one) => argumentsIn(one.tokens)),
        ]
    }
  })

/** The arguments of a message by name, in alphabetical order; none for plain words. Throws where its grammar is broken. */
export const argumentsOf = (message: string): ReadonlyMap<string, Argument> =>
  new Map(argumentsIn(parse(message)).toSorted(([one], [other]) => (one < other ? -1 : 1)))

const pluralsIn = (tokens: readonly Token[]): readonly (readonly string[])[] =>
  tokens.flatMap((token) => {
    if (token.type !== 'plural' && token.type !== 'select' && token.type !== 'selectordinal') return []
    const inside = token.cases.flatMap((one) => pluralsIn(one.tokens))
    return token.type === 'plural' ? [token.cases.map(({ key }) => key), ...inside] : inside
  })

/** The cases of each plural of a message: `one`, `other`, `=0`. */
export const pluralsOf = (message: string): readonly (readonly string[])[] => pluralsIn(parse(message))
