import type { Command } from 'commander'
import { generateKeys } from '../adapters/keys.ts'
import type { Context } from './context.ts'

export const addKeysCommands = (program: Command, { print }: Context): void => {
  program
    .command('keys')
    .description("the deployment's secret keys")
    .command('create')
    .description('print a new keys file, for MUSTER_KEYS_FILE; keep it where only the server can read it')
    .action(() => print(`${JSON.stringify(generateKeys(), null, 2)}\n`))
}
