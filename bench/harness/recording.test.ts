import { expect, test } from 'vitest'
import { isOfOutbox, ownOf, type RecordedCall, repeatable } from './recording.ts'

const call = (id: string, at: number, sql = 'select ?'): RecordedCall => ({
  path: '/api/enrollment',
  statements: [{ sql, parameters: [id, 'acme', at] }],
  beside: [{ sql: 'update', parameters: [id] }],
  status: 201,
  headers: [],
  body: '{}',
})

test('a text that differs between two recordings is each enrollment’s own; others and numbers stay', () => {
  const [made] = repeatable([call('a1', 5)], [call('b2', 6)])
  const parameters = made?.statements[0]?.parameters ?? []
  expect(parameters).toEqual(['a1~{}', 'acme', 5])
  expect(parameters.map((value) => ownOf(value, 'c3'))).toEqual(['a1~c3', 'acme', 5])
  expect(made?.beside).toEqual([{ sql: 'update', parameters: ['a1~{}'] }])
})

test('recordings that asked different things are no recording', () => {
  expect(() => repeatable([call('a', 1)], [call('b', 2, 'select 2')])).toThrow('something else')
  expect(() => repeatable([call('a', 1)], [])).toThrow('something else')
  expect(() => repeatable([{ ...call('a', 1), statements: [], beside: [] }], [])).toThrow('something else')
  expect(() => repeatable([call('a', 1)], [{ ...call('b', 2), beside: [] }])).toThrow('something else')
})

test('what the outbox asks is told from what a call asks of it', () => {
  expect(isOfOutbox('select "id" from "outbox" where "delivery" in ($1, $2)')).toBe(true)
  expect(isOfOutbox('update "outbox" set "attempt" = "attempt" + ? where "id" in (select')).toBe(true)
  expect(isOfOutbox('update "outbox" set "delivery" = ?, "sealed" = ? where "id" = ?')).toBe(true)
  expect(isOfOutbox('update "outbox" set "delivery" = ? where "account_id" = ? and "code_id" in (?)')).toBe(false)
  expect(isOfOutbox('insert into "outbox" ("id") values (?)')).toBe(false)
})
