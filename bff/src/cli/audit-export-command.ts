import { type Command, Option } from 'commander'
import { deployment } from '../domain/audit-events.ts'
import type { AuditLine } from '../ports/audit-trail.ts'
import { day } from './arguments.ts'
import { csv } from './audit-csv.ts'
import { type Context, existing, withStore } from './context.ts'
import { moment } from './table.ts'

type Asked = {
  readonly format: 'jsonl' | 'csv'
  readonly account?: string
  readonly since?: number
  readonly until?: number
}

/** Lines read at a time: few enough that a page is read well within a statement's time. */
const page = 1000

const exported = ({ id, at, accountId, enrollmentId, type, data, seal }: AuditLine) => ({
  sequence: seal?.sequence ?? null,
  id,
  at: moment(at),
  account: accountId === deployment ? null : accountId,
  enrollment: enrollmentId ?? null,
  type,
  data,
  sealedAt: seal === undefined ? null : moment(seal.at),
  previousHash: seal?.previousHash ?? null,
  hash: seal?.hash ?? null,
})

const heads = Object.keys(exported({ id: 0, at: 0, accountId: '', type: '', data: {} }))
const cellOf = (value: unknown): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)

const formats = {
  jsonl: { begin: '', lines: (lines) => lines.map((line) => `${JSON.stringify(exported(line))}\n`).join('') },
  csv: { begin: csv([heads]), lines: (lines) => csv(lines.map((line) => Object.values(exported(line)).map(cellOf))) },
} as const satisfies Record<
  Asked['format'],
  { readonly begin: string; readonly lines: (lines: readonly AuditLine[]) => string }
>

export const addAuditExport = (audit: Command, context: Context): void => {
  audit
    .command('export')
    .description('write the audit to the standard output, oldest first, with times in UTC')
    .addOption(
      new Option('--format <format>', 'JSON lines, or CSV in which no cell is a formula')
        .choices(Object.keys(formats))
        .default('jsonl'),
    )
    .option('--account <account>', `of this account only; "${deployment}" is the deployment itself`)
    .option('--since <time>', 'from this day or moment on: 2026-11-25, 2026-11-25T09:00:00Z', day)
    .option('--until <time>', 'before this day or moment', day)
    .action(async ({ format, account, since, until }: Asked) => {
      await withStore(context, async (store) => {
        if (account !== undefined && account !== deployment) await existing(store, account)
        const { begin, lines: written } = formats[format]
        await context.stream(begin)
        for (let after: AuditLine | undefined; ;) {
          const lines = await store.audit.lines({
            ...(account === undefined ? {} : { accountId: account }),
            ...(since === undefined ? {} : { since }),
            ...(until === undefined ? {} : { until }),
            ...(after === undefined ? {} : { after }),
            most: page,
          })
          if (lines.length > 0) await context.stream(written(lines))
          if (lines.length < page) return
          after = lines.at(-1)
        }
      })
    })
}
