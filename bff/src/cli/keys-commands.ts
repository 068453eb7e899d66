import type { Command } from 'commander'
import { addKey, forgetKey, type Rotated, rotated, useKey } from '../adapters/key-rotation.ts'
import { generateKeys, type KeysFile, parseKeys } from '../adapters/keys.ts'
import type { Context } from './context.ts'
import { Failure } from './failure.ts'

type Names = { readonly [R in Rotated]?: string }

const which: readonly Rotated[] = ['pepper', 'dataKey']

/** A keys file's keys. @throws {Failure} that names the file, and nothing that stands in it. */
export const keysIn = async ({ read }: Context, path: string): Promise<KeysFile> => {
  const text = await read(path)
  try {
    return parseKeys(text)
  } catch (error) {
    throw new Failure(`${path} ${error instanceof Error ? error.message : 'is no keys file'}; nothing was changed`)
  }
}

/** What an operator's mistake with a name comes to. */
const changed = (path: string, change: () => KeysFile): KeysFile => {
  try {
    return change()
  } catch (error) {
    throw new Failure(`${path}: ${error instanceof Error ? error.message : String(error)}; nothing was changed`)
  }
}

/** The one way by which a rotation reaches the keys file. The server that starts with another key in use audits it. */
const writeRotation = async (
  { replace, print }: Context,
  path: string,
  file: KeysFile,
  happened: 'added' | 'used' | 'forgotten',
  names: Names,
): Promise<void> => {
  await replace(path, `${JSON.stringify(file, null, 2)}\n`)
  for (const one of which) {
    const name = names[one]
    if (name !== undefined) print(`${rotated[one].kept} ${name}: ${happened}\n`)
  }
}

const atLeastOne = (names: Readonly<Record<string, unknown>>): void => {
  if (which.every((one) => names[one] === undefined))
    throw new Failure('name --pepper, --data-key or both; nothing was changed')
}

const addRotation = (keys: Command, context: Context): void => {
  keys
    .command('add <file>')
    .description('put a fresh key into a keys file, to be known before it is used; then restart every instance')
    .option('--pepper', 'a pepper of codes')
    .option('--data-key', 'a key of what is sealed')
    .action(async (path: string, wanted: { readonly [R in Rotated]?: boolean }) => {
      atLeastOne(wanted)
      let file = await keysIn(context, path)
      const names: { [R in Rotated]?: string } = {}
      for (const one of which.filter((each) => wanted[each] === true)) ({ file, name: names[one] } = addKey(file, one))
      await writeRotation(context, path, file, 'added', names)
    })

  for (const [verb, change, happened, description] of [
    ['use', useKey, 'used', 'let a key that every instance knows be the one in use; then restart every instance'],
    [
      'forget',
      forgetKey,
      'forgotten',
      'drop a key that nothing was made under for 30 minutes (peppers) or 2 days (data keys)',
    ],
  ] as const)
    keys
      .command(`${verb} <file>`)
      .description(description)
      .option('--pepper <name>', 'of codePeppers')
      .option('--data-key <name>', 'of dataKeys')
      .action(async (path: string, names: Names) => {
        atLeastOne(names)
        const before = await keysIn(context, path)
        const file = changed(path, () =>
          which.reduce((so, one) => {
            const name = names[one]
            return name === undefined ? so : change(so, one, name)
          }, before),
        )
        await writeRotation(context, path, file, happened, names)
      })
}

export const addKeysCommands = (program: Command, context: Context): void => {
  const keys = program.command('keys').description("the deployment's secret keys")
  keys
    .command('create')
    .description('print a new keys file, for MUSTER_KEYS_FILE; keep it where only the server can read it')
    .action(() => context.print(`${JSON.stringify(generateKeys(), null, 2)}\n`))
  addRotation(keys, context)
}
