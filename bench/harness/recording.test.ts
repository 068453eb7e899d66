import { expect, test } from 'vitest'
import { ownOf, type RecordedCall, repeatable } from './recording.ts'

const call = (id: string, at: number, sql = 'select ?'): RecordedCall => ({
  path: '/api/enrollment',
  statements: [{ sql, parameters: [id, 'acme', at] }],
  status: 201,
  headers: [],
  body: '{}',
})

test('a text that differs between two recordings is each enrollment’s own; others and numbers stay', () => {
  const [made] = repeatable([call('a1', 5)], [call('b2', 6)])
  const parameters = made?.statements[0]?.parameters ?? []
  expect(parameters).toEqual(['a1~{}', 'acme', 5])
  expect(parameters.map((value) => ownOf(value, 'c3'))).toEqual(['a1~c3', 'acme', 5])
})

test('recordings that asked different things are no recording', () => {
  expect(() => repeatable([call('a', 1)], [call('b', 2, 'select 2')])).toThrow('something else')
  expect(() => repeatable([call('a', 1)], [])).toThrow('something else')
})
