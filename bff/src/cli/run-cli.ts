import { Command, CommanderError } from 'commander'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { addAccountCommands } from './account-commands.ts'
import { addAuditCommands } from './audit-commands.ts'
import { addBackupCommands } from './backup-commands.ts'
import { answer, type Context } from './context.ts'
import { addDeviceCommands } from './device-commands.ts'
import { addEnrollmentCommands } from './enrollment-commands.ts'
import { Failure } from './failure.ts'
import { addKeysCommands } from './keys-commands.ts'
import { addRelayCommands } from './relay-commands.ts'
import { addPagesCommands } from './pages-commands.ts'
import { addRequestCommands } from './request-commands.ts'
import { table } from './table.ts'

/**
 * 0: done · 1: not done, and why is told · 2: the command itself was not understood · 3: the audit is broken · 4: it is
 * whole, but unsealed for too long.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4

const addMigrate = (program: Command, context: Context): void => {
  program
    .command('migrate')
    .description('make or update the tables of the store')
    .action(async (_, command: Command) => {
      const store = await context.openAlone()
      try {
        const applied = await store.migrate()
        await store.administration.claimProfile(context.profile)
        answer(
          context,
          command,
          { applied },
          ['APPLIED'],
          applied.map((name) => [name]),
          'The tables are up to date.',
        )
      } finally {
        await store.close()
      }
    })
}

const programFor = (context: Context, complain: (text: string) => void): Command => {
  // Settings are inherited by commands that are added after them.
  const program = new Command('muster')
    .description(
      "The operator's side of the enrollment portal. MUSTER_STORE names the store (sqlite:/path/file.sqlite or postgres://…), MUSTER_ORIGIN the portal's address, MUSTER_PROFILE=demo a store of the demo's.",
    )
    .option('--json', 'answer with JSON, for machines')
    .exitOverride()
    .configureOutput({ writeOut: context.print, writeErr: complain })
    .showHelpAfterError('("muster --help" lists the commands.)')
  addAccountCommands(program, context)
  addEnrollmentCommands(program, context)
  addDeviceCommands(program, context)
  addRequestCommands(program, context)
  addAuditCommands(program, context)
  addMigrate(program, context)
  addBackupCommands(program, context)
  addKeysCommands(program, context)
  addRelayCommands(program, context)
  addPagesCommands(program, context)
  return program
}

/** Runs one command. `argv` without node and script; `complain` writes to the standard error. Bugs reject. */
export const runCli = async (
  argv: readonly string[],
  context: Context,
  complain: (text: string) => void,
): Promise<ExitCode> => {
  try {
    await programFor(context, complain).parseAsync([...argv], { from: 'user' })
    return 0
  } catch (error) {
    // Commander has said what it had to say; help that was asked for is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof Failure) {
      complain(`muster: ${error.message}\n`)
      if (error.details.length > 0) complain(table(error.details.map(([where, what]) => [` ${where}`, what])))
      return error.exitCode
    }
    if (error instanceof StoreUnavailable) {
      complain(`muster: ${error.message}\n`)
      return 1
    }
    throw error
  }
}
