import { expect, test } from 'vitest'
import { menuOf } from './app-menus.ts'

test.each([
  ['instagram', 'ios', { button: '···', entry: 'external' }],
  ['instagram', 'android', { button: '···', entry: 'external' }],
  ['line', 'android', { button: '⋮', entry: 'external' }],
  ['linkedin', 'ios', { button: '···', entry: 'ios' }],
  ['linkedin', 'android', { button: '⋮', entry: 'android' }],
  ['wechat', 'android', { button: '···', entry: 'android' }],
  ['other', 'ios', { button: '···', entry: 'ios' }],
  ['other', 'android', { button: '⋮', entry: 'android' }],
] as const)('%s on %s', (app, system, menu) => {
  expect(menuOf(app, system)).toEqual(menu)
})
