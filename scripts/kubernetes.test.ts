import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Deployment } from 'kubernetes-models/apps/v1/Deployment'
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler'
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget'
import { Service } from 'kubernetes-models/v1/Service'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { connectionsWanted } from '../bff/src/connection-budget.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'deploy/kubernetes')

/** Each by the schema of its kind; whatever else there is fails. */
const kinds = { Deployment, HorizontalPodAutoscaler, NetworkPolicy, PodDisruptionBudget, Service }
const isKind = (kind: string): kind is keyof typeof kinds => kind in kinds

type Manifest = { readonly apiVersion: string; readonly kind: string; readonly metadata: { readonly name: string } }
const manifests = readdirSync(folder).flatMap((file) =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => {
    expect(document.errors, file).toEqual([])
    const manifest: Manifest = document.toJS()
    return { file, manifest }
  }),
)
const one = (kind: string): Manifest => {
  const [found, ...others] = manifests.filter(({ manifest }) => manifest.kind === kind)
  expect(others).toEqual([])
  if (found === undefined) throw new Error(`there is no ${kind}`)
  return found.manifest
}
const deployment = new Deployment(JSON.parse(JSON.stringify(one('Deployment'))))
const pod = deployment.spec?.template.spec
const [container] = pod?.containers ?? []
const environment = new Map(container?.env?.map(({ name, value }) => [name, value]))

test.each(manifests)('$manifest.kind of $file is what Kubernetes takes for one', ({ manifest }) => {
  const { kind } = manifest
  if (!isKind(kind)) return expect.fail(`no schema for ${kind}`)
  const model = new kinds[kind](JSON.parse(JSON.stringify(manifest)))
  expect(model.apiVersion).toBe(manifest.apiVersion)
  expect(() => model.validate()).not.toThrow()
})

test('every manifest chooses the pods of the deployment by their label', () => {
  expect(deployment.spec?.template.metadata?.labels).toEqual({ 'app.kubernetes.io/name': 'muster' })
  for (const { file, manifest } of manifests)
    expect(JSON.stringify(manifest), file).toMatch(/"app.kubernetes.io\/name":"muster"|"scaleTargetRef"/)
})

test('probes ask the private port for what it answers, and readiness notices an end within its 5 s', () => {
  const ports = new Map(container?.ports?.map(({ name, containerPort }) => [name, containerPort]))
  expect(ports).toEqual(
    new Map([
      ['http', 4400],
      ['private', 4401],
    ]),
  )
  const source = readFileSync(join(root, 'bff/src/http/private-app.ts'), 'utf8')
  for (const probe of [container?.startupProbe, container?.livenessProbe, container?.readinessProbe]) {
    expect(probe?.httpGet?.port).toBe('private')
    expect(source).toContain(`'${probe?.httpGet?.path}'`)
  }
  const { periodSeconds = 10, failureThreshold = 3 } = container?.readinessProbe ?? {}
  expect(periodSeconds * failureThreshold).toBeLessThan(5)
  expect(pod?.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(30)
})

test('the pod is one that the restricted standard for pods admits', () => {
  expect(pod?.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } })
  expect(container?.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  })
  expect(pod?.automountServiceAccountToken).toBe(false)
})

test('secrets are files that the server does not refuse, and no variable but the store’s address', () => {
  for (const volume of pod?.volumes ?? []) expect((volume.secret?.defaultMode ?? 0o777) & 0o007).toBe(0)
  const fromSecrets = container?.env?.filter(({ valueFrom }) => valueFrom !== undefined).map(({ name }) => name)
  expect(fromSecrets).toEqual(['MUSTER_STORE'])
})

test('the autoscaler never wants more connections than a PostgreSQL has as it is installed', () => {
  const autoscaler = new HorizontalPodAutoscaler(JSON.parse(JSON.stringify(one('HorizontalPodAutoscaler'))))
  const instances = Number(environment.get('MUSTER_INSTANCES'))
  expect(autoscaler.spec?.maxReplicas).toBe(instances)
  const connections = Number(environment.get('MUSTER_STORE_CONNECTIONS'))
  expect(connectionsWanted({ instances, connections })).toBeLessThanOrEqual(97)
})

test('every variable is one that the server reads', () => {
  const readers = ['config.ts', 'common-config.ts', 'secrets-settings.ts', 'smtp-settings.ts', 'telemetry-config.ts']
  const config = readers.map((name) => readFileSync(join(root, 'bff/src', name), 'utf8')).join('\n')
  for (const name of environment.keys()) expect(config).toContain(`  ${name}: `)
})
