import type { Command } from 'commander'
import type { AuditRecord } from '../ports/records.ts'
import { most } from './arguments.ts'
import { addAuditExport } from './audit-export-command.ts'
import { addAuditVerify } from './audit-verify-command.ts'
import { answer, type Context, withStore } from './context.ts'
import { moment } from './table.ts'

/** When, what, and with which particulars. */
export const auditLine = ({ at, type, data }: AuditRecord): readonly [string, string, string] => [
  moment(at),
  type,
  Object.entries(data)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(' '),
]

export const addAuditCommands = (program: Command, context: Context): void => {
  const audit = program.command('audit').description('what happened')
  addAuditVerify(audit, context)
  addAuditExport(audit, context)

  audit
    .command('list')
    .description('the newest audit lines')
    .option('--account <account>', 'of this account only')
    .option('--enrollment <id>', 'of this enrollment only')
    .option(...most)
    .action(
      async (
        { account, enrollment: id, most: limit }: { account?: string; enrollment?: string; most: number },
        command: Command,
      ) => {
        const lines = await withStore(context, (store) =>
          store.administration.audit({
            ...(account === undefined ? {} : { accountId: account }),
            ...(id === undefined ? {} : { enrollmentId: id }),
            most: limit,
          }),
        )
        const rows = lines.map((line) => {
          const [at, type, data] = auditLine(line)
          return [at, line.accountId, line.enrollmentId ?? '-', type, data]
        })
        answer(
          context,
          command,
          lines.map((line) => ({ ...line, at: moment(line.at) })),
          ['AT', 'ACCOUNT', 'ENROLLMENT', 'TYPE', 'DATA'],
          rows,
          'There is no audit line.',
        )
      },
    )
}
