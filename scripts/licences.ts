import { type Component, isOurs, licenceOf, nameOf } from './bill-of-materials.ts'

/** What may be shipped inside a product whose source is not given away: each asks for a notice, and for nothing else. */
const allowedLicences: readonly string[] = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'Unicode-DFS-2016',
]

/** Parts under a licence that nobody has agreed to. */
export const foreignLicences = (components: readonly Component[]): string[] =>
  components
    .filter((component) => !isOurs(component) && !allowedLicences.includes(licenceOf(component) ?? ''))
    .map(
      (component) =>
        `${nameOf(component)} ${component.version}: licence ${licenceOf(component) ?? 'missing'} is not on the list`,
    )

/** What is shipped under whose licence, as `docs/third-party-licences.md` has it. */
export function licenceList(components: readonly Component[]): string {
  const others = components.filter((component) => !isOurs(component))
  const licences = [...new Set(others.map((component) => licenceOf(component) ?? 'No licence'))].toSorted()
  const sections = licences.map((licence) => {
    const under = others.filter((component) => (licenceOf(component) ?? 'No licence') === licence)
    const lines = under.map((component) => `- ${nameOf(component)} ${component.version}`).toSorted()
    return `## ${licence}\n\n${lines.join('\n')}\n`
  })
  return `# Third-party licences

What is shipped and not ours: the production dependencies of the back end and of the pages, and Node. Written by
\`npm run licences\`; \`pnpm check supply\` fails when it is stale, or when a licence is not on the list in
\`scripts/licences.ts\`.

${sections.join('\n')}`
}
