import * as z from 'zod/mini'
import type { KeysFile } from './keys.ts'
import { keyFingerprints } from './keys.ts'

const Point = z.object({ sequence: z.int(), hash: z.string() })

/** What a backup says of itself: it travels in the backup, so that neither is ever without the other. */
export const Manifest = z.object({
  product: z.literal('muster'),
  version: z.string(),
  migration: z.string(),
  /** When it was finished, ISO 8601; everything acknowledged before it began is in it. */
  at: z.string(),
  profile: z.nullable(z.string()),
  /** Fingerprints of the keys in use then, by their fields; none before the first server began. */
  keys: z.nullable(z.record(z.string(), z.string())),
  head: Point,
  counts: z.record(z.string(), z.int()),
})
export type Manifest = z.infer<typeof Manifest>

const named = { codePepper: 'codePeppers', dataKey: 'dataKeys' } as const

/**
 * The fields of a keys file that are another deployment's, by a backup's fingerprints. A pepper or data key that was
 * forgotten since is none of them: a restore ends all that was made under it.
 */
export const foreignKeys = async (file: KeysFile, fingerprints: Readonly<Record<string, string>>) => {
  const foreign: string[] = []
  for (const field of ['cookieKey', 'codePepper', 'pseudonymKey', 'dataKey'] as const) {
    const [name = '', print] = (fingerprints[field] ?? '').split('.')
    if (name === '') continue
    const held =
      print === undefined ? file : Object.hasOwn(file[named[field === 'dataKey' ? field : 'codePepper']], name)
    if (held === false) continue
    const present = await keyFingerprints(print === undefined ? file : { ...file, [field]: name })
    if (present[field] !== fingerprints[field]) foreign.push(field)
  }
  return foreign
}
