import { freshKey, type KeysFile } from './keys.ts'

/** The keys that are rotated, each with the field that holds them by name and the one that names the one in use. */
export const rotated = {
  pepper: { kept: 'codePeppers', used: 'codePepper' },
  dataKey: { kept: 'dataKeys', used: 'dataKey' },
} as const

export type Rotated = keyof typeof rotated

/** A number above all others; a name that is no number takes part in none. */
const nextName = (names: readonly string[]): string =>
  String(1 + Math.max(0, ...names.filter((name) => /^\d{1,9}$/.test(name)).map(Number)))

/** A fresh key that opens and knows what others make under it, and makes nothing yet. */
export const addKey = (file: KeysFile, which: Rotated): { readonly file: KeysFile; readonly name: string } => {
  const { kept } = rotated[which]
  const name = nextName(Object.keys(file[kept]))
  return { file: { ...file, [kept]: { ...file[kept], [name]: freshKey() } }, name }
}

const assertHeld = (file: KeysFile, which: Rotated, name: string): void => {
  const { kept } = rotated[which]
  if (!Object.hasOwn(file[kept], name))
    throw new Error(`${kept} has no "${name}"; it has ${Object.keys(file[kept]).join(', ')}`)
}

/** What is made from now on is made under that key. @throws where the file does not hold it. */
export const useKey = (file: KeysFile, which: Rotated, name: string): KeysFile => {
  assertHeld(file, which, name)
  return { ...file, [rotated[which].used]: name }
}

/** What was made under that key is void. @throws where it is in use or not there. */
export const forgetKey = (file: KeysFile, which: Rotated, name: string): KeysFile => {
  const { kept, used } = rotated[which]
  assertHeld(file, which, name)
  if (file[used] === name) throw new Error(`"${name}" of ${kept} is in use; "muster keys use" makes it another one`)
  const { [name]: _forgotten, ...rest } = file[kept]
  return { ...file, [kept]: rest }
}
