// What is shipped, and whether it may be: `node scripts/supply.ts check|licences|sbom`. Asks no registry.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { againstSchema, readBill } from './bill-of-materials.ts'
import { foreignLicences, licenceList } from './licences.ts'
import { runPnpm } from './pnpm.ts'
import { belowFloor, inexactVersions, openDoors } from './supply-rules.ts'

const root = join(import.meta.dirname, '..')
const licencesFile = join(root, 'docs/third-party-licences.md')
const billFile = join(root, 'dist/muster.cdx.json')

const workspacePackages = async (): Promise<readonly string[]> => {
  const { stdout } = await runPnpm(root, ['list', '--recursive', '--depth', '-1', '--json'])
  const found: readonly { readonly path: string }[] = JSON.parse(stdout)
  return found.map(({ path }) => join(path, 'package.json'))
}

async function check(): Promise<readonly string[]> {
  const bill = await readBill(root)
  const { stdout: settings } = await runPnpm(root, ['config', 'list', '--json'])
  const manifests = await Promise.all(
    (await workspacePackages()).map(async (path) => inexactVersions(path, JSON.parse(await readFile(path, 'utf8')))),
  )
  const written = await readFile(licencesFile, 'utf8').catch(() => '')
  return [
    ...belowFloor(bill.components),
    ...foreignLicences(bill.components),
    ...openDoors(JSON.parse(settings)),
    ...manifests.flat(),
    ...(written === licenceList(bill.components) ? [] : [`${licencesFile} is stale: npm run licences`]),
    ...(await againstSchema(bill)),
  ]
}

async function sbom(): Promise<readonly string[]> {
  const bill = await readBill(root)
  const wrong = await againstSchema(bill)
  if (wrong.length > 0) return wrong
  await mkdir(dirname(billFile), { recursive: true })
  await writeFile(billFile, `${JSON.stringify(bill, undefined, 2)}\n`)
  console.log(`${billFile}: CycloneDX 1.6, ${bill.components.length} components`)
  return []
}

async function licences(): Promise<readonly string[]> {
  const bill = await readBill(root)
  await writeFile(licencesFile, licenceList(bill.components))
  console.log(licencesFile)
  return foreignLicences(bill.components)
}

const tasks: Readonly<Record<string, () => Promise<readonly string[]>>> = { check, sbom, licences }
const task = tasks[process.argv[2] ?? '']
if (task === undefined) {
  console.error(`Usage: node scripts/supply.ts ${Object.keys(tasks).join('|')}`)
  process.exit(2)
}
const findings = await task()
for (const finding of findings) console.error(finding)
process.exitCode = findings.length === 0 ? 0 : 1
