import { generalProblems, routes } from '@muster/shared/contract'
import { everyRoute } from '@muster/shared/every-route'
import { Problem, type ProblemCode, problemStatus } from '@muster/shared/problem'
import { HandOverSeen, HandOverTaken, Offer } from '@muster/shared/hand-over'
import { PublicProfile } from '@muster/shared/public-profile'
import type { Route } from '@muster/shared/route'
import * as z from 'zod/mini'
import { cookieName, handOverCookieName } from './enrollment-cookie.ts'

const schemaOf = (schema: z.ZodMiniType, io: 'input' | 'output') => {
  // Problem codes and account names carry refinements, which JSON Schema cannot say: their pattern remains.
  const { $schema: _, ...json } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })
  return json
}

const byStatus = (codes: readonly ProblemCode[]) => {
  const statuses = Map.groupBy(new Set(codes), (code) => problemStatus[code])
  return Object.fromEntries(
    [...statuses].map(([status, sameStatus]) => [
      String(status),
      {
        description: sameStatus.map((code) => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

/** Every answer but a step, by its schema's name. */
const answers = new Map<z.ZodMiniType, readonly [schema: string, description: string]>([
  [PublicProfile, ['PublicProfile', 'The account.']],
  [Offer, ['HandOverOffer', 'A link to go on with on another device, for two minutes.']],
  [HandOverSeen, ['HandOverSeen', 'The hand-over as the first device sees it.']],
  [HandOverTaken, ['HandOverTaken', 'The hand-over as the second device sees it.']],
])

const successOf = (route: Route) => {
  if (route.reply === undefined) return { 204: { description: 'Done.' } }
  const [schema, description] = answers.get(route.reply) ?? ['Step', 'The step the person is asked now.']
  const answer = {
    description,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
  }
  return route.name === 'open' ? { 200: answer, 201: answer } : { 200: answer }
}

const parametersOf = (route: Route) => [
  ...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  })),
  ...(route.headers ?? []).map((name) => ({
    name,
    in: 'header',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  })),
]

const securityOf = ({ name, path }: Route) => {
  if (name === 'profile' || name === 'open' || name === 'redeemHandOver') return {}
  return { security: [{ [path.startsWith('/api/hand-over') ? 'handOver' : 'enrollment']: [] }] }
}

const operationOf = (route: Route) => ({
  operationId: route.name,
  parameters: parametersOf(route),
  ...(route.body === undefined
    ? {}
    : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } } }),
  responses: { ...successOf(route), ...byStatus([...route.problems, ...generalProblems]) },
  ...securityOf(route),
})

const paths = () => {
  const all: Record<string, Record<string, unknown>> = {}
  for (const route of Object.values(everyRoute))
    all[route.path] = { ...all[route.path], [route.method.toLowerCase()]: operationOf(route) }
  return all
}

/** OpenAPI 3.1, generated from the contract: for readers, fuzzers and other clients. */
export const openApiDocument = {
  openapi: '3.1.0',
  info: {
    title: 'Muster enrollment',
    version: '1.0.0',
    description:
      'A step comes with an ETag. What was entered on a page may say, in If-Match, which step that page shows: it is answered `wrong-step` where that is not the present one.',
  },
  paths: paths(),
  components: {
    schemas: {
      Step: schemaOf(routes.current.reply, 'output'),
      ...Object.fromEntries([...answers].map(([schema, [name]]) => [name, schemaOf(schema, 'output')])),
      Problem: {
        ...schemaOf(Problem, 'output'),
        properties: { ...schemaOf(Problem, 'output').properties, code: { enum: Object.keys(problemStatus) } },
      },
    },
    securitySchemes: {
      enrollment: { type: 'apiKey', in: 'cookie', name: cookieName },
      handOver: { type: 'apiKey', in: 'cookie', name: handOverCookieName },
    },
  },
}
