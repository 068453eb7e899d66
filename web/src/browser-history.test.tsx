import { act, cleanup, render, screen } from '@testing-library/react'
import { useEffect } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BrowserHistory, type Navigator, useNavigator, usePlace } from './browser-history.tsx'

let navigator: Navigator
const Shown = () => {
  const found = useNavigator()
  useEffect(() => void (navigator = found), [found])
  const { pathname, state } = usePlace()
  return <p>{`${pathname} ${JSON.stringify(state)}`}</p>
}
const shown = () => screen.getByText(/^\//).textContent

const open = (path: string, state: unknown) => {
  window.history.replaceState(state, '', path)
  render(
    <BrowserHistory>
      <Shown />
    </BrowserHistory>,
  )
}
beforeEach(() => open('/acme', null))
afterEach(cleanup)

test('it begins where the browser is', () => {
  expect(shown()).toBe('/acme null')
})

test('a push adds an entry, with what it is to remember', () => {
  const { length } = window.history
  act(() => navigator.push('/acme', { order: 1 }))
  expect(shown()).toBe('/acme {"order":1}')
  expect(window.history.length).toBe(length + 1)
})

test('where the browser takes no more entries, the page is at its new place all the same', () => {
  const full = vi.spyOn(window.history, 'pushState').mockImplementation(() => {
    throw new DOMException('more than 100 times per 30 seconds', 'SecurityError')
  })
  act(() => navigator.push('/acme', { order: 1 }))
  full.mockRestore()
  expect(shown()).toBe('/acme {"order":1}')
})

test('a replacement takes the entry’s place', () => {
  const { length } = window.history
  act(() => navigator.replace('/bee', { order: 2 }))
  expect(shown()).toBe('/bee {"order":2}')
  expect(window.location.pathname).toBe('/bee')
  expect(window.history.length).toBe(length)
})

test('the browser’s own buttons are followed', async () => {
  act(() => navigator.push('/bee', { order: 1 }))
  const gone = new Promise((resolve) => window.addEventListener('popstate', resolve, { once: true }))
  await act(async () => {
    window.history.back()
    await gone
  })
  expect(shown()).toBe('/acme null')
})

test('a page that is gone follows no more', () => {
  cleanup()
  expect(() => window.dispatchEvent(new PopStateEvent('popstate'))).not.toThrow()
})

test('outside of it there is no place', () => {
  cleanup()
  expect(() => render(<Shown />)).toThrow('outside of the history')
})
