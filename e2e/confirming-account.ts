import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { World } from '@muster/demo/world/world-options'

const done = async (world: World, ...command: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await world.runMuster(command)
  if (code !== 0) throw new Error(`muster ${command.join(' ')}: ${stderr}`)
  return stdout
}

export const confirmingAccount = 'new-entra-1-confirm'

/** Applies `new-entra-1` once more as {@link confirmingAccount}: there, whoever signs in as somebody else may confirm that. */
export const applyConfirmingAccount = async (world: World): Promise<void> => {
  const account = JSON.parse(await done(world, 'account', 'show', 'new-entra-1'))
  const id = confirmingAccount
  const file = join(dirname(world.caFile), `${id}.json`)
  const confirming = { ...account, id, name: 'Example with a choice', entra: { ...account.entra, mismatch: 'confirm' } }
  await writeFile(file, JSON.stringify(confirming))
  await done(world, 'account', 'apply', file)
}
