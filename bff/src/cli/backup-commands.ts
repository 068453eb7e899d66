import type { Command } from 'commander'
import type { SqlStore } from '../adapters/sql-store.ts'
import { backupStore } from '../adapters/store-backup.ts'
import { restoreStore } from '../adapters/store-restore.ts'
import { day } from './arguments.ts'
import { answer, type Context } from './context.ts'
import { keysIn } from './keys-commands.ts'
import { Failure } from './failure.ts'
import { moment } from './table.ts'

type Asked = { readonly endRequests?: true; readonly lastServed?: number }
type AskedOfRestore = Asked & { readonly keys?: string; readonly otherKeys?: true; readonly replace?: true }

const shown = ({ triesFrom, ...counts }: Awaited<ReturnType<SqlStore['endInFlight']>>) => ({
  ...counts,
  passwordsFrom: moment(triesFrom ?? undefined),
})

const tell = (context: Context, command: Command, value: object): void =>
  answer(
    context,
    command,
    value,
    ['WHAT', 'VALUE'],
    Object.entries(value).map(([what, told]) => [what, typeof told === 'string' ? told : JSON.stringify(told)]),
    '',
  )

const ending = ({ endRequests, lastServed }: Asked) => ({
  endRequests: endRequests === true,
  ...(lastServed === undefined ? {} : { lastServed }),
})

const withEnding = (command: Command): Command =>
  command
    .option('--end-requests', 'end the invitations too: one may have been used since')
    .option(
      '--last-served <time>',
      'when the last server ended; passwords are tried again as soon as directories have forgotten what they counted until then (now, unless told)',
      day,
    )

const keysFor = async (context: Context, { keys = context.keysFile, otherKeys }: AskedOfRestore) => {
  if (otherKeys === true) return undefined
  if (keys === undefined)
    throw new Failure('name the keys file of the deployment: --keys <file>, or MUSTER_KEYS_FILE; nothing was changed')
  return keysIn(context, keys)
}

const addBackup = (program: Command, context: Context): void => {
  program
    .command('backup <file>')
    .description('copy the store into a file that is not there yet, while the server works')
    .action(async (file: string, _, command: Command) => {
      const { storeUrl: url, version } = context
      tell(context, command, { file, ...(await backupStore({ url, file, version })) })
    })
}

const addRestore = (program: Command, context: Context): void => {
  withEnding(program.command('restore <file>'))
    .description("put a backup in the store's place, while no server runs, and end all that was under way in it")
    .option('--keys <file>', 'the keys file of the deployment; MUSTER_KEYS_FILE, unless told')
    .option('--other-keys', 'restore although the keys are others: they are lost, and pseudonyms begin anew')
    .option('--replace', 'where a store is: keep it beside, and take its place')
    .action(async (file: string, asked: AskedOfRestore, command: Command) => {
      const { manifest, ended, kept } = await restoreStore({
        ...ending(asked),
        file,
        url: context.storeUrl,
        keys: await keysFor(context, asked),
        replace: asked.replace === true,
      })
      tell(context, command, {
        restored: manifest.at,
        ...manifest.counts,
        ...shown(ended),
        ...(kept === undefined ? {} : { kept }),
      })
    })
}

const addRestored = (program: Command, context: Context): void => {
  withEnding(program.command('restored'))
    .description('end all that was under way in a store that was put back by other means, before a server begins on it')
    .action(async (asked: Asked, command: Command) => {
      const store = await context.openAlone()
      try {
        await store.assertAlone()
        await store.migrate()
        const ended = await store.endInFlight({ ...ending(asked), told: { version: context.version } })
        tell(context, command, shown(ended))
      } finally {
        await store.close()
      }
    })
}

export const addBackupCommands = (program: Command, context: Context): void => {
  addBackup(program, context)
  addRestore(program, context)
  addRestored(program, context)
}
