import type { Schema } from './from-schema.ts'

type Content = Readonly<Record<string, { readonly schema: Schema & { readonly $ref?: string } }>>

/** One call as the portal's OpenAPI document has it. */
export type Operation = {
  readonly operationId: string
  readonly parameters: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}

export type Document = {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

export type Call = { readonly method: string; readonly path: string; readonly operation: Operation }

/** Every call of the document, in its order. */
export const callsOf = ({ paths }: Document): readonly Call[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )

export const bodySchemaOf = ({ requestBody }: Operation): Schema | undefined =>
  requestBody?.content['application/json']?.schema

const asPattern = (template: string): RegExp =>
  new RegExp(`^${template.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/?#]+')}$`)

/** The call that a method and a path (without query) name exactly; HEAD is GET without its body. */
export const findCall = (document: Document, method: string, path: string): Call | undefined =>
  callsOf(document).find(
    (call) => call.method === (method === 'HEAD' ? 'GET' : method) && asPattern(call.path).test(path),
  )
