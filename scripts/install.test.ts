import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { runPnpm } from './pnpm.ts'

const root = join(import.meta.dirname, '..')
const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

/** A project under this one's pnpm settings, with one dependency whose install script writes `ran`. */
const victim = async (dependencyName: string, allowed?: string) => {
  const home = await mkdtemp(join(tmpdir(), 'muster-install-'))
  folders.push(home)
  const { packageManager }: { readonly packageManager: string } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  )
  const settings = await readFile(join(root, 'pnpm-workspace.yaml'), 'utf8')
  await writeFile(
    join(home, 'pnpm-workspace.yaml'),
    settings
      .replace(/^packages:.*$/m, 'packages: [.]')
      .replace(/^allowBuilds:$/m, (line) => (allowed === undefined ? line : `${line}\n  '${allowed}': true`)),
  )
  await mkdir(join(home, 'evil'))
  const ran = join(home, 'ran')
  const evil = { name: dependencyName, version: '1.0.0', scripts: { postinstall: `echo > "${ran}"` } }
  await writeFile(join(home, 'evil/package.json'), JSON.stringify(evil))
  const manifest = { packageManager, dependencies: { [dependencyName]: 'file:./evil' } }
  await writeFile(join(home, 'package.json'), JSON.stringify(manifest))
  return { home, ran, manifest }
}

// The second would run, were a name enough that anybody can give to a folder
test.each(['evil', 'esbuild'])(
  'an install script of a package that is not allowed (%s) does not run, and the install fails',
  { timeout: 60_000 },
  async (name) => {
    const { home, ran } = await victim(name)
    const { code, stdout, stderr } = await runPnpm(home, ['install', '--no-frozen-lockfile', '--offline'])
    expect(existsSync(ran)).toBe(false)
    expect(code).not.toBe(0)
    expect(stdout + stderr).toContain(`Ignored build scripts: ${name}@`)
  },
)

test('an install script of a package that is allowed by name runs', { timeout: 60_000 }, async () => {
  const { home, ran } = await victim('evil', 'evil@file:evil')
  expect(await runPnpm(home, ['install', '--no-frozen-lockfile', '--offline'])).toMatchObject({ code: 0 })
  expect(existsSync(ran)).toBe(true)
})

test('a dependency that the lock file does not know is not installed', { timeout: 60_000 }, async () => {
  const { home, manifest } = await victim('evil')
  await runPnpm(home, ['install', '--no-frozen-lockfile', '--offline', '--ignore-scripts'])
  await cp(join(home, 'evil'), join(home, 'more'), { recursive: true })
  await writeFile(
    join(home, 'package.json'),
    JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, more: 'file:./more' } }),
  )
  const { code, stdout, stderr } = await runPnpm(home, ['install', '--frozen-lockfile', '--offline'])
  expect(code).not.toBe(0)
  expect(stdout + stderr).toContain('OUTDATED_LOCKFILE')
  expect(existsSync(join(home, 'node_modules/more'))).toBe(false)
})

test('the one install command of the product keeps the lock file frozen', async () => {
  const start = await readFile(join(root, 'scripts/start.mjs'), 'utf8')
  expect(start.match(/'install'[^\]]*/g)).toEqual([expect.stringContaining("'--frozen-lockfile'")])
})
