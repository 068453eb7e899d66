import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

test('violations are counted by directive, and words that strangers choose make no series', async () => {
  const metrics = createMetrics()
  for (const directive of ['connect-src', 'connect-src', 'a-word', 'another-word'])
    metrics.violated({ directive, disposition: 'enforce' })
  const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('muster_csp_violations_total'))
  expect(lines.toSorted()).toEqual([
    'muster_csp_violations_total{directive="connect-src",disposition="enforce"} 2',
    'muster_csp_violations_total{directive="other",disposition="enforce"} 2',
  ])
})
