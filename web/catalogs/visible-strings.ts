import { type ESTree, parseSync, Visitor } from 'vite'

const hasLetters = (text: string): boolean => /\p{L}/u.test(text)

/** What no person sees or hears: names of things, and what the browser is told. */
const silent =
  /^(className|id|key|type|name|role|as|look|icon|mood|href|rel|target|src|value|lang|dir|htmlFor|autoComplete|autoCapitalize|autoCorrect|inputMode|viewBox|width|height|fill|stroke\w*|d|because|kind|\w+By|aria-(hidden|live|busy|current|describedby|labelledby)|data-.*)$/

/** The strings that an expression may come to. */
const stringsOf = (expression: ESTree.Node): readonly string[] => {
  switch (expression.type) {
    case 'Literal':
      return typeof expression.value === 'string' ? [expression.value] : []
    case 'TemplateLiteral':
      return [...expression.quasis.map(({ value }) => value.raw), ...expression.expressions.flatMap(stringsOf)]
    case 'ConditionalExpression':
      return [...stringsOf(expression.consequent), ...stringsOf(expression.alternate)]
    case 'LogicalExpression':
    case 'BinaryExpression':
      return /^([+]|&&|[|]{2}|[?]{2})$/.test(expression.operator)
        ? [...stringsOf(expression.left), ...stringsOf(expression.right)]
        : []
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
      return stringsOf(expression.expression)
    case 'JSXText':
      return [expression.value]
    default:
      return []
  }
}

/** The words that a component shows by itself, where they should come from a catalog. */
export const visibleStringsIn = (source: string): readonly string[] => {
  const found: string[] = []
  const show = (node: ESTree.Node) =>
    found.push(
      ...stringsOf(node)
        .filter(hasLetters)
        .map((text) => text.trim()),
    )
  new Visitor({
    JSXElement: ({ children }) => children.forEach(show),
    JSXFragment: ({ children }) => children.forEach(show),
    JSXAttribute: ({ name, value }) => {
      if (value !== null && name.type === 'JSXIdentifier' && !silent.test(name.name)) show(value)
    },
  }).visit(parseSync('component.tsx', source).program)
  return found
}
