import { afterEach, expect, test } from 'vitest'
import { preloadMsal } from './preload-msal.ts'

afterEach(() => {
  document.head.innerHTML = ''
})
const preloaded = () =>
  [...document.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload]')].map(({ href }) => href)

test('the file that index.html names is fetched, once', () => {
  document.head.innerHTML = '<meta name="msal" content="/assets/msal-1.js">'
  preloadMsal()
  preloadMsal()
  expect(preloaded()).toEqual([`${window.location.origin}/assets/msal-1.js`])
})

test('where it names none, as in development, nothing is', () => {
  preloadMsal()
  expect(preloaded()).toEqual([])
})
