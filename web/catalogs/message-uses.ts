import { type ESTree, parseSync, Visitor } from 'vite'

/** Names under which members are read, and names of objects that go somewhere whole, with all their members. */
export type Uses = { readonly named: ReadonlySet<string>; readonly whole: ReadonlySet<string> }

const nameOfMember = ({ computed, property }: ESTree.MemberExpression): string | undefined => {
  if (property.type === 'Literal') return typeof property.value === 'string' ? property.value : undefined
  return computed || property.type !== 'Identifier' ? undefined : property.name
}

const nameOfKey = (key: ESTree.PropertyKey): string | undefined => {
  if (key.type === 'Literal') return typeof key.value === 'string' ? key.value : undefined
  return key.type === 'Identifier' ? key.name : undefined
}

/** What the messages of a catalog may be used by, by name alone: too many names count as used, never too few. */
export const usesIn = (sources: readonly string[]): Uses => {
  const named = new Set<string>()
  const whole = new Set<string>()
  for (const source of sources) {
    const { program } = parseSync('source.tsx', source)
    // `const words = useMessages().device` and `{ device: words }`: what `words` stands for.
    const aliases = new Map<string, string[]>()
    const standsFor = (alias: string, name: string) => aliases.set(alias, [...(aliases.get(alias) ?? []), name])
    new Visitor({
      MemberExpression: (member) => {
        const name = nameOfMember(member)
        if (name !== undefined) named.add(name)
      },
      VariableDeclarator: ({ id, init }) => {
        const name = init?.type === 'MemberExpression' ? nameOfMember(init) : undefined
        if (id.type === 'Identifier' && name !== undefined) standsFor(id.name, name)
      },
      ObjectPattern: ({ properties }) => {
        for (const property of properties) {
          const name = property.type === 'Property' ? nameOfKey(property.key) : undefined
          if (name === undefined || property.type !== 'Property') continue
          named.add(name)
          if (property.value.type === 'Identifier') standsFor(property.value.name, name)
        }
      },
    }).visit(program)

    const takeWhole = (node: ESTree.Node): void => {
      if (node.type === 'Identifier') for (const name of [node.name, ...(aliases.get(node.name) ?? [])]) whole.add(name)
      else if (node.type === 'LogicalExpression') [node.left, node.right].forEach(takeWhole)
      else if (node.type === 'ConditionalExpression') [node.consequent, node.alternate].forEach(takeWhole)
      else if (node.type === 'MemberExpression') {
        const name = nameOfMember(node)
        if (name === undefined) takeWhole(node.object)
        // The contract's calls are named as the groups of their pages are.
        else if (node.object.type !== 'Identifier' || node.object.name !== 'routes') whole.add(name)
      }
    }
    new Visitor({
      MemberExpression: (member) => {
        if (nameOfMember(member) === undefined) takeWhole(member.object)
      },
      SpreadElement: ({ argument }) => takeWhole(argument),
      CallExpression: ({ arguments: given }) => given.forEach(takeWhole),
      JSXAttribute: ({ value }) => {
        if (value?.type === 'JSXExpressionContainer') takeWhole(value.expression)
      },
    }).visit(program)
  }
  return { named, whole }
}

/** Whether something may use the message of this path, `emailCode.delivery.sent`. */
export const isUsed = (path: string, { named, whole }: Uses): boolean =>
  path
    .split('.')
    .filter((name) => !/^\d+$/.test(name))
    .every((name, index, names) => named.has(name) || whole.has(names[index - 1] ?? ''))
