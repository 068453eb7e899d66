import type { Step } from '@muster/shared/step'
import { expect, test } from 'vitest'
import { asksForName, changingEntry, namingStep, placeOf, readEntry } from './history-entry.ts'

const common = {
  reference: 'ABCD-EFGH',
  account: { id: 'acme', name: 'Acme' },
  workflow: 'new',
  factors: { counted: 0, proven: [] },
  progress: { at: 2, of: 4, asks: ['name', 'password', 'email-code', 'device'] },
  expiresAt: '2026-11-24T12:00:00.000Z',
} satisfies Partial<Step>

const password: Step = { ...common, kind: 'password', username: 'ana', domain: 'corp.example.test' }
const device: Step = { ...common, kind: 'device', username: 'ana', domain: 'corp.example.test', platforms: ['ios'] }

test('an entry behind the latest step asks for the name again', () => {
  expect(asksForName({ kind: 'identify', order: 0 }, 1, password)).toBe(true)
})

test('the latest entry, and those ahead of it, show the step of the server', () => {
  expect(asksForName({ kind: 'password', order: 1 }, 1, password)).toBe(false)
  expect(asksForName({ kind: 'email-code', order: 2 }, 1, password)).toBe(false)
})

test('once a device is being chosen, going back does no harm', () => {
  expect(asksForName({ kind: 'identify', order: 0 }, 3, device)).toBe(false)
})

test('a change of name asks for the name, but not after a reload', () => {
  const entry = changingEntry(1)
  expect(asksForName(entry, 1, password)).toBe(true)
  expect(asksForName({ ...entry, changing: 'an earlier load' }, 1, password)).toBe(false)
})

test('an entry of somebody else counts as the first one', () => {
  expect(readEntry(null)).toEqual({ kind: '', order: 0 })
  expect(readEntry({ kind: 1 })).toEqual({ kind: '', order: 0 })
})

test('another person is another page, and more time is not', () => {
  expect(placeOf({ ...password, username: 'ben' })).not.toBe(placeOf(password))
  expect(placeOf({ ...password, expiresAt: '2026-11-24T12:20:00.000Z' })).toBe(placeOf(password))
})

test('the first page comes back filled in, with the workflow of the account', () => {
  expect(namingStep(password, undefined)).toMatchObject({
    kind: 'identify',
    username: 'ana',
    domain: 'corp.example.test',
    progress: { at: 1, of: 4, asks: ['name', 'password', 'email-code', 'device'] },
  })
  expect(namingStep({ ...password, workflow: 'existing' }, undefined)).toMatchObject({ kind: 'credentials' })
})
