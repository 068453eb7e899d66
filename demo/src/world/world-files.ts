import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateKeys } from '@muster/bff/adapters/keys'

/** The files of one world, all in its folder. */
export type WorldFiles = {
  readonly ca: string
  readonly keys: string
  readonly accounts: string
  /** The folder that accounts name their files in. */
  readonly secrets: string
  readonly bffLog: string
  readonly sqlite: string
  /** A Samba domain's folder: the only thing that outlives a start, for making it takes a minute. */
  readonly samba: string
}

/** Empties the folder and writes what does not depend on anything that runs. */
export const makeWorldFiles = async (home: string, caPem: string): Promise<WorldFiles> => {
  const files: WorldFiles = {
    ca: join(home, 'ca.pem'),
    keys: join(home, 'keys.json'),
    accounts: join(home, 'accounts.json'),
    secrets: join(home, 'secrets'),
    bffLog: join(home, 'portal.log'),
    sqlite: join(home, 'muster.sqlite'),
    samba: join(home, 'dc'),
  }
  await mkdir(home, { recursive: true, mode: 0o700 })
  for (const name of await readdir(home))
    if (join(home, name) !== files.samba) await rm(join(home, name), { recursive: true })
  await mkdir(files.secrets, { mode: 0o700 })
  await writeFile(files.ca, caPem)
  await writeFile(files.keys, JSON.stringify(generateKeys()), { mode: 0o600 })
  return files
}
