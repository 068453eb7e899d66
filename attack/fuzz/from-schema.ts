import fc from 'fast-check'

/** The part of JSON Schema that the portal's document uses. */
export type Schema = {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly maxItems?: number
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
}

const matching = (pattern: string): fc.Arbitrary<string> => {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'))
  } catch {
    // Not every regular expression can be run backwards (look-ahead, properties): near is near enough here
    return fc.string({ unit: 'grapheme' })
  }
}

const text = ({ pattern, minLength = 0, maxLength = 300 }: Schema): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) }),
    ...(pattern === undefined ? [] : [matching(pattern).map((one) => one.slice(0, maxLength))]),
    fc.constantFrom(minLength, maxLength).map((length) => 'a'.repeat(length)),
  )

/** Values that a schema admits, or nearly: patterns are followed where they can be. */
export const fromSchema = (schema: Schema): fc.Arbitrary<unknown> => {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return fc.oneof(...choices.map(fromSchema))
  if (schema.type === undefined && schema.allOf !== undefined)
    return fc.tuple(...schema.allOf.map(fromSchema)).map((parts) => Object.assign({}, ...parts))
  switch (schema.type) {
    case 'string':
      return text({ ...schema, ...schema.allOf?.find(({ pattern }) => pattern !== undefined) })
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -(2 ** 53) + 1, max: schema.maximum ?? 2 ** 53 - 1 })
    case 'number':
      return fc.double()
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(fromSchema(schema.items ?? {}), { maxLength: Math.min(schema.maxItems ?? 5, 12) })
    case 'object': {
      const properties = Object.entries(schema.properties ?? {}).map(
        ([name, inner]) => [name, fromSchema(inner)] as const,
      )
      return fc.record(Object.fromEntries(properties), { requiredKeys: [...(schema.required ?? [])] })
    }
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}
