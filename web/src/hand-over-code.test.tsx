import { act, render } from '@testing-library/react'
import { useEffect } from 'react'
import { afterEach, expect, test } from 'vitest'
import { BrowserHistory, useNavigator } from './browser-history.tsx'
import { callEarly } from './early-calls.ts'
import { takeHandOver, waitingEntry } from './hand-over-code.ts'

afterEach(() => {
  globalThis.earlyAsks = undefined
})

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
  at('/acme')
  const Waiting = () => {
    const navigator = useNavigator()
    useEffect(() => navigator.replace('/acme', waitingEntry), [navigator])
    return null
  }
  act(() => void render(<Waiting />, { wrapper: BrowserHistory }))
  expect(takeHandOver()).toBe('')
})

test('a start script that comes after the pages opens no enrollment there', () => {
  at('/acme#go=AbC_-12345678901234567')
  takeHandOver()
  callEarly(window.location, window.history.state)
  expect([...(globalThis.earlyAsks?.keys() ?? [])]).toEqual([])
})

test.each(['/acme', '/acme#', '/acme#main', '/acme?go=x', '/redirect#code=0.A&state=x'])(
  '%s hands nothing over',
  (address) => {
    at(address)
    expect(takeHandOver()).toBeUndefined()
    expect(window.location.href).toBe(`${window.location.origin}${address}`)
  },
)
