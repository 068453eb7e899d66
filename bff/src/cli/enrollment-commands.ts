import type { Command } from 'commander'
import { type Enrollment, factorsCounted, provenIn } from '../domain/enrollment.ts'
import type { EnrollmentRecord } from '../ports/records.ts'
import { auditLine } from './audit-commands.ts'
import { most } from './arguments.ts'
import { answer, type Context, existing, withStore } from './context.ts'
import { Failure } from './failure.ts'
import { moment, table } from './table.ts'

/** Where it stands, in the words of the pages. */
const standing = ({ enrollment: { state }, closedAt }: EnrollmentRecord): string => {
  const step =
    state.kind === 'challenged' ? state.now.kind : state.kind === 'refused' ? `refused (${state.because})` : state.kind
  return closedAt === undefined ? step : `${step}, given up`
}

const claimed = ({ state, invitation }: Enrollment): string =>
  'user' in state ? state.user.principal : (invitation?.username ?? '-')

const shown = (record: EnrollmentRecord) => {
  const { enrollment, version, closedAt } = record
  const { id, reference, accountId, workflow, startedAt, activeAt, endsAt, state, invitation } = enrollment
  return {
    reference,
    id,
    account: accountId,
    workflow,
    standing: standing(record),
    user: claimed(enrollment),
    subject: 'confirmation' in state ? state.confirmation.subject.key : '-',
    factors: factorsCounted(state),
    proven: provenIn(state),
    request: invitation?.id ?? '-',
    device: state.kind === 'enrolled' ? state.device.id : '-',
    started: moment(startedAt),
    active: moment(activeAt),
    ends: moment(endsAt),
    closed: moment(closedAt),
    version,
  }
}

export const addEnrollmentCommands = (program: Command, context: Context): void => {
  const enrollment = program.command('enrollment').description('tries to enroll a device')

  enrollment
    .command('list')
    .description('the newest enrollments')
    .option('--account <account>', 'of this account only')
    .option(...most)
    .action(async ({ account, most: limit }: { account?: string; most: number }, command: Command) => {
      const records = await withStore(context, async (store) => {
        if (account !== undefined) await existing(store, account)
        return store.administration.enrollments({
          ...(account === undefined ? {} : { accountId: account }),
          most: limit,
        })
      })
      const rows = records.map((record) => {
        const { reference, account: owner, workflow, standing: where, user, factors, started } = shown(record)
        return [reference, owner, workflow, where, user, String(factors), started]
      })
      answer(
        context,
        command,
        records.map(shown),
        ['REFERENCE', 'ACCOUNT', 'WORKFLOW', 'STANDING', 'USER', 'FACTORS', 'STARTED'],
        rows,
        'There is no enrollment.',
      )
    })

  enrollment
    .command('show <reference>')
    .description('one enrollment, by its reference or identifier, with its audit')
    .option('--account <account>', 'of this account only')
    .action(async (name: string, { account }: { account?: string }, command: Command) => {
      const { record, audit } = await withStore(context, async (store) => {
        const found =
          (await store.administration.findEnrollment(name, account)) ??
          (await store.administration.findEnrollment(name.toUpperCase(), account))
        if (found === undefined)
          throw new Failure(
            `there is no enrollment "${name}"; one that proved nothing is forgotten when it is given up`,
          )
        return {
          record: found,
          audit: await store.administration.audit({
            accountId: found.enrollment.accountId,
            enrollmentId: found.enrollment.id,
            most: 200,
          }),
        }
      })
      if (command.optsWithGlobals()['json'] === true)
        return context.print(`${JSON.stringify({ ...shown(record), audit }, null, 2)}\n`)
      const facts = Object.entries(shown(record)).map(([label, value]) => [
        label,
        Array.isArray(value) ? value.join(', ') || '-' : String(value),
      ])
      context.print(table(facts))
      context.print(audit.length === 0 ? '\nNo audit.\n' : `\n${table(audit.toReversed().map(auditLine))}`)
    })
}
