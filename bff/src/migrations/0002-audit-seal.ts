import { type Kysely, sql } from 'kysely'

/** The audit's chain has an order of its own: on PostgreSQL a line may commit after one with a higher `id` was sealed. */
export const addAuditSeal = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema.alterTable('audit').addColumn('sequence', 'bigint').execute()
  await schema.createIndex('audit_by_sequence').unique().on('audit').column('sequence').execute()
  await schema
    .createIndex('audit_unsealed')
    .on('audit')
    .column('id')
    .where(sql<boolean>`sequence is null`)
    .execute()
  // JSON of the keys' fingerprints, so that a rotation is noticed.
  await schema.alterTable('deployment').addColumn('keys', 'text').execute()
  // One row, written with the first seal: the newest sealed line, and the last one that retention took away.
  await schema
    .createTable('audit_chain')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('head_sequence', 'bigint', (column) => column.notNull())
    .addColumn('head_hash', 'text', (column) => column.notNull())
    .addColumn('anchor_sequence', 'bigint', (column) => column.notNull())
    .addColumn('anchor_hash', 'text', (column) => column.notNull())
    .execute()
}
