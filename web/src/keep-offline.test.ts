import { afterEach, expect, test, vi } from 'vitest'
import { keepOffline } from './keep-offline.ts'

afterEach(() => {
  globalThis.trustedTypes = undefined
  Reflect.deleteProperty(navigator, 'serviceWorker')
})

const withWorkers = (register: (url: string) => Promise<unknown>) =>
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: { register } })

test('the worker is registered once everything is loaded', () => {
  const register = vi.fn(async (_url: string) => undefined)
  withWorkers(register)
  keepOffline()
  expect(register).not.toHaveBeenCalled()
  window.dispatchEvent(new Event('load'))
  window.dispatchEvent(new Event('load'))
  expect(register.mock.calls).toEqual([['/service-worker.js']])
})

test('its address goes through a policy where the browser asks for one, and can be no other', () => {
  const register = vi.fn(async (_url: string) => undefined)
  withWorkers(register)
  globalThis.trustedTypes = {
    createPolicy: (_, { createScriptURL }) => ({ createScriptURL: () => `trusted ${createScriptURL()}` }),
  }
  keepOffline()
  window.dispatchEvent(new Event('load'))
  expect(register.mock.calls).toEqual([['trusted /service-worker.js']])
})

test('a browser without workers, or one that refuses, misses nothing', async () => {
  keepOffline()
  window.dispatchEvent(new Event('load'))
  withWorkers(() => Promise.reject(new DOMException('', 'SecurityError')))
  keepOffline()
  window.dispatchEvent(new Event('load'))
  await new Promise((resolve) => queueMicrotask(() => resolve(undefined)))
})
