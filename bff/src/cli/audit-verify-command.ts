import { type Command, InvalidArgumentError } from 'commander'
import { type ChainPoint, genesis } from '../domain/audit-chain.ts'
import type { BrokenChain, Verification } from '../ports/audit-trail.ts'
import { duration } from './arguments.ts'
import { type Context, withStore } from './context.ts'
import { Failure } from './failure.ts'
import { moment, table } from './table.ts'

const words = {
  missing: 'a line was taken out here',
  changed: 'this line is not the one that was sealed',
  'out-of-place': 'this line was put in, or the head set back',
  cut: 'the lines from here on were taken out',
  'not-the-noted': 'the line with the noted hash is not there any more',
} as const satisfies Record<BrokenChain, string>

/** A dash is what an empty chain had for a head. */
const noted = (text: string): ChainPoint => {
  if (text === '-') return genesis
  const [, sequence, hash = ''] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (sequence === undefined) throw new InvalidArgumentError('Write a head as "audit verify" prints it: 1234:9f86d0….')
  return { sequence: Number(sequence), hash }
}

const headOf = ({ sequence, hash }: ChainPoint): string => (sequence === genesis.sequence ? '-' : `${sequence}:${hash}`)

type Whole = Extract<Verification, { kind: 'whole' }>

const ageOf = ({ unsealed: { oldest }, now }: Whole): number => (oldest === undefined ? 0 : Math.max(0, now - oldest))

const shown = (found: Whole) => ({
  sealed: found.sealed,
  first: moment(found.first),
  last: moment(found.last),
  head: headOf(found.head),
  pruned: found.anchor.sequence,
  unsealed: found.unsealed.count,
  unsealedSeconds: Math.ceil(ageOf(found) / 1000),
})

export const addAuditVerify = (audit: Command, context: Context): void => {
  audit
    .command('verify')
    .description('walk the chain of sealed lines; ends with 0 when it is whole, with 3 when it is broken')
    .option('--noted <head>', 'a head of an earlier walk: broken, too, when it is not in the chain any more', noted)
    .option('--tail <time>', 'ends with 4 when a line has been unsealed for longer than this: 10m', duration)
    .action(async (asked: { noted?: ChainPoint; tail?: number }, command: Command) => {
      const isJson = command.optsWithGlobals()['json'] === true
      const found = await withStore(context, (store) => store.audit.verify(asked.noted))
      if (found.kind === 'broken') {
        const { sequence, id, why } = found
        if (isJson) context.print(`${JSON.stringify({ whole: false, sequence, id, why }, null, 2)}\n`)
        const line = id === undefined ? '' : ` (id ${id})`
        throw new Failure(`the audit is broken at line ${sequence}${line}: ${words[why]}`, [], 3)
      }
      if (isJson) context.print(`${JSON.stringify({ whole: true, ...shown(found) }, null, 2)}\n`)
      else context.print(table(Object.entries(shown(found)).map(([label, value]) => [label, String(value)])))
      if (asked.tail !== undefined && ageOf(found) > asked.tail)
        throw new Failure(`${found.unsealed.count} audit lines are unsealed: is a server running on this store?`, [], 4)
    })
}
