import { expect, test } from 'vitest'
import { takeHandOver, waitingEntry } from './hand-over-code.ts'

const at = (address: string, state: unknown = null) => window.history.replaceState(state, '', address)

test('the code leaves the address and the history at once', () => {
  const entries = window.history.length
  at('/acme#go=AbC_-12345678901234567')
  expect(takeHandOver()).toBe('AbC_-12345678901234567')
  expect(window.location.href).toBe(`${window.location.origin}/acme`)
  expect(window.history.length).toBe(entries)
  expect(takeHandOver()).toBeUndefined()
})

test('a browser that has used it waits on after a reload', () => {
  // As React Router keeps a state of ours.
  at('/acme', { usr: waitingEntry, key: 'default', idx: 0 })
  expect(takeHandOver()).toBe('')
})

test.each(['/acme', '/acme#', '/acme#main', '/acme?go=x', '/redirect#code=0.A&state=x'])(
  '%s hands nothing over',
  (address) => {
    at(address)
    expect(takeHandOver()).toBeUndefined()
    expect(window.location.href).toBe(`${window.location.origin}${address}`)
  },
)
