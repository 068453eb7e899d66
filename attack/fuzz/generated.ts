import fc from 'fast-check'
import { bodySchemaOf, type Call, callsOf, type Document } from './document.ts'
import { fromSchema } from './from-schema.ts'
import { hostileJson, hostileText } from './hostile.ts'
import { methods, type Mutation, mutation } from './mutate.ts'
import type { Header, Sent } from './wire.ts'

/** A request that nobody's enrollment led to. The browser's own headers (cookie, origin, address) are added when it is sent. */
export type Generated = { readonly call: string; readonly sent: Sent; readonly mutations: readonly Mutation[] }

const jsonType: Header = ['Content-Type', 'application/json']

const bodyFor = ({ operation }: Call): fc.Arbitrary<string | undefined> => {
  const schema = bodySchemaOf(operation)
  if (schema === undefined) return fc.option(hostileJson, { nil: undefined, freq: 3 })
  const valid = fromSchema(schema).map((value) => JSON.stringify(value))
  return fc.oneof({ weight: 4, arbitrary: valid }, { weight: 1, arbitrary: hostileJson })
}

const pathFor = ({ path }: Call, accounts: readonly string[]): fc.Arbitrary<string> =>
  path.includes('{')
    ? fc
        .oneof(
          fc.constantFrom(...accounts),
          hostileText.map((text) => encodeURIComponent(text.toWellFormed())),
        )
        .map((value) => path.replace(/\{\w+\}/, value))
    : fc.constant(path)

const headersFor = ({ operation }: Call): fc.Arbitrary<readonly Header[]> =>
  operation.parameters.some(({ in: where }) => where === 'header')
    ? fc.uuid().map((key) => [jsonType, ['Idempotency-Key', key]])
    : fc.constant([jsonType])

/** Requests for every call of the document, as it says or nearly so, and every method on each of its paths. */
export const generatedFrom = (document: Document, accounts: readonly string[]): fc.Arbitrary<Generated> => {
  const besides = [
    '/api/openapi.json',
    '/api/reports',
    '/api/accounts/acme/logo',
    '/api/nothing',
    '/api/',
    '/api',
    '/',
    '/acme',
    '/redirect',
    '/assets/../../package.json',
  ]
  const elsewhere = fc
    .tuple(fc.constantFrom(...besides), fc.constantFrom(...methods))
    .map(([path, method]): Sent => ({ method, path, headers: [jsonType] }))
  const documented = fc.constantFrom(...callsOf(document)).chain((call) =>
    fc
      .record({
        path: pathFor(call, accounts),
        body: bodyFor(call),
        headers: headersFor(call),
        method: fc.oneof(
          { weight: 9, arbitrary: fc.constant(call.method) },
          { weight: 1, arbitrary: fc.constantFrom(...methods) },
        ),
      })
      .map(({ body, ...rest }): Sent => ({ ...rest, ...(body === undefined ? {} : { body: Buffer.from(body) }) })),
  )
  const some = fc.oneof({ weight: 12, arbitrary: documented }, { weight: 1, arbitrary: elsewhere })
  return fc
    .tuple(some, fc.array(mutation, { maxLength: 2 }))
    .map(([sent, mutations]) => ({ call: `${sent.method} ${sent.path}`, sent, mutations }))
}
