import { Validator } from '@seriousme/openapi-schema-validator'
import { generalProblems, routes } from '@muster/shared/contract'
import { everyRoute } from '@muster/shared/every-route'
import { problemStatus } from '@muster/shared/problem'
import * as z from 'zod/mini'
import { describe, expect, test } from 'vitest'
import { stillPortal } from '../testing/still-portal.ts'
import { openApiDocument } from './openapi.ts'

/** As much of an operation as these tests look at. */
const Operation = z.looseObject({
  operationId: z.string(),
  requestBody: z.optional(z.unknown()),
  responses: z.record(z.string(), z.object({ description: z.string() })),
})
type Operation = z.infer<typeof Operation>

const operations = Object.values(openApiDocument.paths).flatMap((path) =>
  Object.values(path).map((operation) => Operation.parse(operation)),
)
const operationOf = (name: string): Operation => {
  const found = operations.find(({ operationId }) => operationId === name)
  if (found === undefined) throw new Error(`the document has no operation ${name}`)
  return found
}

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    const result = await validator.validate(structuredClone(openApiDocument))
    expect(result).toMatchObject({ valid: true })
    expect(validator.version).toBe('3.1')
  })

  test('is served as the app has it', async () => {
    const { app, origin } = await stillPortal()
    const response = await app.request(`${origin}/api/openapi.json`)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(openApiDocument)))
  })

  test('has every call of the contract and no other, at its path and method', () => {
    const documented = Object.entries(openApiDocument.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(documented.toSorted()).toEqual(
      Object.values(everyRoute)
        .map(({ method, path }) => `${method} ${path}`)
        .toSorted(),
    )
    expect(operations).toHaveLength(Object.keys(everyRoute).length)
  })

  test.each(Object.values(everyRoute))(
    '$name: has every problem it may answer, under its status',
    ({ name, problems }) => {
      const { responses } = operationOf(name)
      for (const code of [...problems, ...generalProblems])
        expect(responses[problemStatus[code]]?.description).toContain(`\`${code}\``)
    },
  )

  test.each(Object.values(everyRoute))('$name: has a body exactly where the contract has one', ({ name, body }) => {
    expect(operationOf(name).requestBody !== undefined).toBe(body !== undefined)
  })

  test('lists every problem code', () => {
    expect(openApiDocument.components.schemas.Problem.properties.code.enum.toSorted()).toEqual(
      Object.keys(problemStatus).toSorted(),
    )
  })

  test('has a schema for every kind of step', () => {
    const text = JSON.stringify(openApiDocument.components.schemas.Step)
    for (const { _zod } of routes.current.reply._zod.def.options)
      expect(text).toContain(`"const":"${_zod.def.shape.kind._zod.def.values[0]}"`)
  })

  test('needs a cookie everywhere but for opening, the account’s profile and a hand-over’s code', () => {
    for (const operation of operations)
      expect('security' in operation).toBe(!['open', 'profile', 'redeemHandOver'].includes(operation.operationId))
  })
})
