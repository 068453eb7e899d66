import { expect, test } from 'vitest'
import type { PageRun } from './lighthouse-page.ts'
import { fileTable, median, scoreTable } from './lighthouse-table.ts'

const run = (performance: number, paint: number, shift: number): PageRun => ({
  scores: { performance },
  times: { 'first contentful paint': paint, 'layout shift': shift },
  below: [],
  files: [
    { name: '/acme', kind: 'Document', transfer: 1024 },
    { name: '/assets/index.js', kind: 'Script', transfer: 2048 },
    { name: '/assets/boot.js', kind: 'Script', transfer: 512 },
    { name: '/icon.svg', kind: 'Preflight', transfer: 256 },
  ],
})

test('one run that went astray moves no median', () => {
  expect(median([3, 900, 1, 2, 4])).toBe(3)
})

test('each figure is the median of the runs by itself', () => {
  expect(scoreTable({ 'first page': [run(90, 900, 0.01), run(99, 1100.4, 0), run(95, 1000, 0.002)] })).toBe(
    [
      '|  | first page |',
      '| --- | --- |',
      '| performance | 95 |',
      '| first contentful paint | 1000 ms |',
      '| layout shift | 0.002 |',
    ].join('\n'),
  )
})

test('what was fetched is counted by kind, and none is left out', () => {
  expect(
    fileTable(run(1, 1, 0))
      .split('\n')
      .slice(2),
  ).toEqual([
    '| document | 1 | 1.0 | /acme 1.0 |',
    '| script | 2 | 2.5 | /assets/index.js 2.0, /assets/boot.js 0.5 |',
    '| other | 1 | 0.3 | /icon.svg 0.3 |',
    '| all | 4 | 3.8 |  |',
  ])
})
