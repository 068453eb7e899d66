import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { openMeter } from '../bff/src/adapters/meter.ts'
import { createMetrics } from '../bff/src/adapters/metrics.ts'
import { watchCertificate, watchConnections, watchProcess } from '../bff/src/adapters/process-metrics.ts'
import { createTransactionMetrics, watchStore } from '../bff/src/adapters/store-metrics.ts'
import { createTestAuthority } from '../bff/src/testing/test-authority.ts'

const root = join(import.meta.dirname, '..')
const read = (...path: readonly string[]): string => readFileSync(join(root, ...path), 'utf8')

type Rule = {
  readonly alert: string
  readonly expr: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string }
}
type Panel = {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly targets?: readonly { readonly expr: string }[]
}

const document = parseDocument(read('deploy/observability/alerts.yaml'))
const alerts: { readonly groups: readonly { readonly rules: readonly Rule[] }[] } = document.toJS()
const rules = alerts.groups.flatMap((group) => group.rules)
const dashboard: { readonly panels: readonly Panel[] } = JSON.parse(read('deploy/observability/grafana-dashboard.json'))
const panels = dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })))

/** Every instrument, used once: one without a number is not in the exposition. */
const exposition = async (): Promise<string> => {
  const { meter, text } = openMeter()
  watchProcess(meter)
  watchConnections(meter, () => ({ served: 1, waiting: 0 }))
  const { identity } = { identity: await (await createTestAuthority()).issue(['localhost']) }
  watchCertificate(meter, identity.cert)
  const queue = { waiting: 1, oldest: 2_000 }
  watchStore(meter, {
    backlog: async () => ({ outbox: queue, audit: queue }),
    lines: () => ({ used: 1, idle: 2, waiting: 0 }),
  })
  createTransactionMetrics(meter)({ outcome: 'committed', ms: 3, retried: 1 })
  const metrics = createMetrics(meter)
  metrics.answered({ method: 'GET', route: '/', status: 503, seconds: 1, code: 'unavailable' })
  metrics.load.shed('begin')
  metrics.mail('sent')
  metrics.violated({ directive: 'img-src', disposition: 'enforce' })
  metrics.measured({ dependency: 'ldap', name: 'verify-password' }, 'verified', 1)
  metrics.measured({ dependency: 'store', name: 'enrollments.save' }, 'ok', 1)
  metrics.happened('acme', 'device.ok')
  metrics.arrived('acme', 'refused', 'entra-failed')
  metrics.limited('start-per-address-minute')
  metrics.budgetSpent()
  metrics.pruned('done')
  return text()
}

/** The names of series, with the labels of each. */
let series: ReadonlyMap<string, ReadonlySet<string>>
let families: readonly string[]
beforeAll(async () => {
  const text = await exposition()
  const found = new Map<string, Set<string>>()
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? /gm)) {
    const known = found.get(name) ?? new Set()
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label)
    found.set(name, known)
  }
  series = found
  families = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name)
})

/** What Prometheus itself adds. */
const ofPrometheus = { names: ['up'], labels: ['job', 'instance'] }

const unknownIn = (expr: string): readonly string[] => {
  const names = [...expr.matchAll(/\b(?:(?:muster|process|nodejs)_\w+|up)\b(?:\{([^}]*)\})?/g)]
  expect(names.length, expr).toBeGreaterThan(0)
  return names.flatMap(([all, selector = '']) => {
    const [name = ''] = all.split('{')
    if (ofPrometheus.names.includes(name)) return []
    const labels = series.get(name)
    if (labels === undefined) return [name]
    return [...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)]
      .map(([, label = '']) => label)
      .filter((label) => !labels.has(label) && !ofPrometheus.labels.includes(label))
      .map((label) => `${name}{${label}}`)
  })
}

describe('alerts', () => {
  test('the file is YAML without a fault, and no alert is there twice', () => {
    expect([...document.errors, ...document.warnings]).toEqual([])
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
  })

  test.each(rules)('$alert asks for what there is, says how urgent it is, and what is wrong', (rule) => {
    expect(unknownIn(rule.expr)).toEqual([])
    expect(['page', 'ticket']).toContain(rule.labels.severity)
    expect(rule.annotations.summary.length).toBeGreaterThan(20)
  })

  test('each is told in the documentation, with what to do', () => {
    const told = [...read('docs/observability.md').matchAll(/^\| `(Muster\w+)`/gm)].map(([, name]) => name)
    expect(told.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted())
  })
})

describe('the dashboard', () => {
  test.each(panels)('$title asks for what there is: $expr', ({ expr }) => {
    expect(unknownIn(expr)).toEqual([])
  })

  test('every panel has a number of its own and asks for something', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
    for (const { type, title, targets = [] } of dashboard.panels)
      expect(targets.length > 0 || type === 'row', title).toBe(true)
  })

  test('every metric of ours is on it', () => {
    const asked = panels.map(({ expr }) => expr).join(' ')
    expect(families.filter((name) => !asked.includes(name))).toEqual([])
  })
})

test('the documentation lists the metrics that there are, with their labels', () => {
  const told = [
    ...read('docs/observability.md').matchAll(/^\| `((?:muster|process|nodejs)_\w+)` +\| ([^|]*?) +\|/gm),
  ].map(([, name = '', labels = '']) => [name, [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label).toSorted()])
  const there = families.map((name) => {
    const labels = series.get(name) ?? series.get(`${name}_count`) ?? new Set<string>()
    return [name, [...labels].toSorted()]
  })
  expect(told.toSorted()).toEqual(there.toSorted())
})
