import { sql } from 'kysely'
import * as z from 'zod/mini'
import type { ChainPoint } from '../domain/audit-chain.ts'
import { type Chain, type ChainedLine, chainOn, emptyChain } from './audit-chain.ts'
import { nodePrimitives } from './node-primitives.ts'
import type { SqlSession, Trx } from './sql-session.ts'

const ChainRow = z.object({
  head_sequence: z.int(),
  head_hash: z.string(),
  anchor_sequence: z.int(),
  anchor_hash: z.string(),
})
const Unsealed = z.object({
  id: z.int(),
  at: z.int(),
  account_id: z.string(),
  enrollment_id: z.nullable(z.string()),
  type: z.string(),
  data: z.string(),
  now: z.int(),
})
const Expiring = z.object({ sequence: z.int(), hash: z.string(), at: z.int(), until: z.int() })

export const readChain = async (db: SqlSession['db'] | Trx): Promise<Chain> => {
  const row = await db
    .selectFrom('audit_chain')
    .select(['head_sequence', 'head_hash', 'anchor_sequence', 'anchor_hash'])
    .executeTakeFirst()
  if (row === undefined) return emptyChain
  const { head_sequence, head_hash, anchor_sequence, anchor_hash } = ChainRow.parse(row)
  return {
    head: { sequence: head_sequence, hash: head_hash },
    anchor: { sequence: anchor_sequence, hash: anchor_hash },
  }
}

const writeChain = async (trx: Trx, { head, anchor }: Chain): Promise<void> => {
  const row = {
    head_sequence: head.sequence,
    head_hash: head.hash,
    anchor_sequence: anchor.sequence,
    anchor_hash: anchor.hash,
  }
  await trx
    .insertInto('audit_chain')
    .values({ id: 1, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
}

const pointOf = ({ sequence, hash }: ChainPoint): ChainPoint => ({ sequence, hash })

/** All seals in one statement whose text does not change with their number, so that it stays planned. */
const writeSeals = async ({ engine }: SqlSession, trx: Trx, lines: readonly ChainedLine[]): Promise<void> => {
  const json = JSON.stringify(
    lines.map(({ id, sequence, sealedAt, previousHash, hash }) => ({ id, sequence, sealedAt, previousHash, hash })),
  )
  const seals =
    engine === 'postgres'
      ? sql`jsonb_to_recordset(cast(${json} as jsonb))
          as seal(id bigint, sequence bigint, "sealedAt" bigint, "previousHash" text, hash text)`
      : sql`(select value ->> 'id' as id, value ->> 'sequence' as sequence, value ->> 'sealedAt' as "sealedAt",
          value ->> 'previousHash' as "previousHash", value ->> 'hash' as hash from json_each(${json})) as seal`
  // The plus keeps SQLite from going through all unsealed lines for each of these (sqlite.org/optoverview.html, 4).
  const { numAffectedRows } = await sql`update audit
    set sequence = seal.sequence, sealed_at = seal."sealedAt", previous_hash = seal."previousHash", hash = seal.hash
    from ${seals} where audit.id = seal.id and +audit.sequence is null`.execute(trx)
  if (numAffectedRows !== BigInt(lines.length)) throw new Error('an audit line went away while it was being sealed')
}

/** {@link AuditTrail.seal} */
export const sealLines = async (session: SqlSession, most: number): Promise<number> => {
  // Where nothing waits nobody locks.
  const unsealed = session.db.selectFrom('audit').select('id').where('sequence', 'is', null).limit(1)
  const waiting = await unsealed.executeTakeFirst()
  if (waiting === undefined) return 0
  return session.transaction<number>(async (trx) => {
    await session.alone(trx, 'audit-chain')
    const { head, anchor } = await readChain(trx)
    const rows = await trx
      .selectFrom('audit')
      .select(['id', 'at', 'account_id', 'enrollment_id', 'type', 'data'])
      .select(session.now().as('now'))
      .where('sequence', 'is', null)
      .orderBy('id')
      .limit(most)
      .execute()
    const chained = await chainOn(
      head,
      rows
        .map((row) => Unsealed.parse(row))
        .map(({ account_id: accountId, enrollment_id: enrollmentId, now: sealedAt, ...line }) => ({
          ...line,
          accountId,
          enrollmentId,
          sealedAt,
        })),
      nodePrimitives.digest,
    )
    const last = chained.at(-1)
    if (last === undefined) return 0
    await writeSeals(session, trx, chained)
    await writeChain(trx, { head: pointOf(last), anchor })
    return chained.length
  })
}

/**
 * Takes the lines away that are older than `kept` ms: sealed ones only, and only from the chain's beginning, where the
 * last of them stays as the anchor of what follows.
 */
export const pruneAudit =
  (session: SqlSession, kept: number) =>
  async (trx: Trx, most: number): Promise<number> => {
    await session.alone(trx, 'audit-chain')
    const rows = await trx
      .selectFrom('audit')
      .select(['sequence', 'hash', 'at'])
      .select(session.now(-kept).as('until'))
      .where('sequence', 'is not', null)
      .orderBy('sequence')
      .limit(most)
      .execute()
    const oldest = rows.map((row) => Expiring.parse(row))
    const young = oldest.findIndex(({ at, until }) => at > until)
    const old = young === -1 ? oldest : oldest.slice(0, young)
    const last = old.at(-1)
    if (last === undefined) return 0
    await trx.deleteFrom('audit').where('sequence', '<=', last.sequence).execute()
    const { head } = await readChain(trx)
    await writeChain(trx, { head, anchor: pointOf(last) })
    return old.length
  }
