import { gte } from 'semver'
import { type Component, nameOf } from './bill-of-materials.ts'

/** STANDARD 12: below these are the known holes (CVE-2026-22817, -44456, -44457, -93981). */
export const floors: Readonly<Record<string, string>> = {
  hono: '4.13.7',
  '@hono/node-server': '2.1.0',
  nodemailer: '10.4.1',
  '@azure/msal-browser': '5.13.0',
}

/** Three days, in pnpm's minutes. */
const leastReleaseAge = 4320

/** What pnpm says that it obeys. */
export type PnpmSettings = {
  readonly allowBuilds?: Readonly<Record<string, boolean>>
  readonly dangerouslyAllowAllBuilds?: boolean
  readonly minimumReleaseAge?: number
  readonly minimumReleaseAgeExclude?: readonly string[]
}

/** A package.json, as far as it is read here. */
export type Manifest = Readonly<
  Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Readonly<Record<string, string>> | undefined>
>

/** Parts older than their floor, and floors of what is no longer shipped. */
export function belowFloor(components: readonly Component[]): string[] {
  return Object.entries(floors).flatMap(([name, floor]) => {
    const shipped = components.filter((component) => nameOf(component) === name)
    if (shipped.length === 0) return [`${name} has a floor, but is not shipped`]
    return shipped
      .filter(({ version }) => !gte(version, floor))
      .map(({ version }) => `${name} ${version} is older than ${floor}`)
  })
}

/** Settings that let somebody else's code in unread: install scripts by pattern, or releases of today. */
export function openDoors(settings: PnpmSettings): string[] {
  const { allowBuilds = {}, minimumReleaseAge = 0, minimumReleaseAgeExclude = [] } = settings
  return [
    ...(settings.dangerouslyAllowAllBuilds === true ? ['every package may run install scripts'] : []),
    ...Object.keys(allowBuilds)
      .filter((name) => !/^(@[a-z0-9._-]+\/)?[a-z0-9._-]+$/.test(name))
      .map((name) => `install scripts are allowed by name only, not by "${name}"`),
    ...(minimumReleaseAge < leastReleaseAge
      ? [`releases are taken after ${minimumReleaseAge} minutes, at least ${leastReleaseAge}`]
      : []),
    ...minimumReleaseAgeExclude
      .filter((entry) => !/^(@[^/@*]+\/)?[^@*]+@\d[^*]*$/.test(entry))
      .map((entry) => `the release age has exceptions by exact version only, not "${entry}"`),
  ]
}

/** Dependencies that could change without a change of ours. */
export const inexactVersions = (path: string, manifest: Manifest): string[] =>
  Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies })
    .filter(([, version]) => version !== 'workspace:*' && !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${path}: ${name} has no exact version ("${version}")`)
