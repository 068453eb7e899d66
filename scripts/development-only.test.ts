import { expect, test } from 'vitest'
import { developmentIn, lostMarkers, markers } from './development-only.ts'

test('a page of the product is clean', () => {
  expect(developmentIn([{ path: 'web/dist/assets/index-1a2b.js', text: 'const title="Who are you?"' }])).toEqual([])
})

test.each(markers)('$text gives development away', ({ text }) => {
  expect(developmentIn([{ path: 'web/dist/assets/index-1a2b.js', text: `x="${text}"` }])).toHaveLength(1)
})

test('so does a file of its name', () => {
  expect(developmentIn([{ path: 'web/dist/mockServiceWorker.js', text: '' }])).toHaveLength(1)
})

test('a marker that left its file is told: it would be found nowhere', () => {
  const sources = markers.map(({ of, text }) => ({ path: of, text }))
  expect(lostMarkers(sources)).toEqual([])
  expect(lostMarkers(sources.slice(1))).toHaveLength(1)
  expect(lostMarkers(sources.map((file) => ({ ...file, text: '' })))).toHaveLength(markers.length)
})
