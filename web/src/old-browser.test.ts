import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import page from '../index.html?raw'
import script from '../public/old-browser.js?raw'

// Vite's tests empty a style sheet that is imported.
const styles = readFileSync(join(import.meta.dirname, 'ui/styles.css'), 'utf8')
const document = new DOMParser().parseFromString(page, 'text/html')

test('a browser without modules is told so by a script that no other browser runs', () => {
  const scripts = [...document.querySelectorAll('script')]
  expect(
    scripts.map((each) => [each.getAttribute('type'), each.hasAttribute('nomodule'), each.getAttribute('src')]),
  ).toEqual([
    ['module', false, '/src/main.tsx'],
    [null, true, '/old-browser.js'],
  ])
})

test('that script is written for the oldest of them', () => {
  const code = script.replaceAll(/^\/\/.*$/gm, '')
  expect(code).not.toMatch(/=>|\b(const|let|class|async|await|import|export)\b|`|\?\.|\.\.\./)
})

test('what it shows is in the page, and hidden until then', () => {
  expect(document.querySelector('.frame-old')?.textContent).toBe('%OLD%')
  expect(script).toContain("' old'")
  expect(styles).toMatch(/\.old \.frame-old \{\s*display: block;/)
  expect(styles).toMatch(/\.frame-old,[^}]*\{\s*display: none;/)
})
