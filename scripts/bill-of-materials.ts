import { Spec, Validation } from '@cyclonedx/cyclonedx-library'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runPnpm } from './pnpm.ts'

type Licence = {
  readonly license?: { readonly id?: string; readonly name?: string }
  readonly expression?: string
}

/** One part of what is shipped. `group` is an npm scope, `@` included. */
export type Component = {
  readonly type: string
  readonly name: string
  readonly version: string
  readonly group?: string
  readonly purl?: string
  readonly 'bom-ref'?: string
  readonly licenses?: readonly Licence[]
}

/** A CycloneDX document, as far as it is read here. */
export type Bill = {
  readonly metadata: { readonly component: Component }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[]
}

/** Our own packages are no third party's. */
export const isOurs = ({ group }: Component): boolean => group === '@muster'

export const nameOf = ({ group, name }: Component): string => (group === undefined ? name : `${group}/${name}`)

/** The licence as written, or undefined where none is: several are all named. */
export const licenceOf = ({ licenses = [] }: Component): string | undefined =>
  licenses.length === 0
    ? undefined
    : licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? 'unknown').join(' AND ')

/** npm's word for "no licence is given" is none of SPDX's, and the schema takes only those as an `id`. */
const spdxOnly = (component: Component): Component =>
  component.licenses === undefined
    ? component
    : {
        ...component,
        licenses: component.licenses.map((licence) =>
          licence.license?.id === 'UNLICENSED' ? { license: { name: 'UNLICENSED' } } : licence,
        ),
      }

/**
 * What pnpm leaves out or writes against the schema: the Node that runs it all is a development dependency here
 * (decision 7), and yet what an operator runs.
 */
export function complete(bill: Bill, nodeVersion: string): Bill {
  const ref = `pkg:npm/node@${nodeVersion}`
  const node = { type: 'platform', name: 'node', version: nodeVersion, purl: ref, 'bom-ref': ref }
  return {
    ...bill,
    metadata: { ...bill.metadata, component: spdxOnly(bill.metadata.component) },
    components: [...bill.components.map(spdxOnly), { ...node, licenses: [{ license: { id: 'MIT' } }] }],
    dependencies: [...bill.dependencies, { ref }],
  }
}

/** The bill of what is shipped: the back end and the pages with their production dependencies. Asks no registry. */
export async function readBill(root: string): Promise<Bill> {
  const shipped = ['sbom', '--prod', '--filter', '@muster/bff', '--filter', '@muster/web']
  const format = ['--sbom-format', 'cyclonedx', '--sbom-spec-version', '1.6', '--sbom-type', 'application']
  const { code, stdout, stderr } = await runPnpm(root, [...shipped, ...format])
  if (code !== 0) throw new Error(`pnpm wrote no bill of materials:\n${stderr}`)
  const manifest: { readonly devDependencies: { readonly node: string } } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  )
  return complete(JSON.parse(stdout), manifest.devDependencies.node)
}

/** What the schema of CycloneDX 1.6 has against it; empty when nothing. */
export async function againstSchema(bill: Bill): Promise<readonly string[]> {
  const error = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(JSON.stringify(bill))
  return error === null ? [] : [`the bill of materials is against its schema: ${JSON.stringify(error)}`]
}
