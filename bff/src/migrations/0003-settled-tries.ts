import type { ColumnDataType, Kysely } from 'kysely'

const integer = 'integer' satisfies ColumnDataType

/** Tries whose failure the directory has told, and how many of them it has forgotten since. */
export const addSettledTries = async ({ schema }: Kysely<unknown>): Promise<void> => {
  // SQLite adds one column a statement.
  for (const column of ['failed', 'forgiven'])
    await schema
      .alterTable('attempt_budget')
      .addColumn(column, integer, (added) => added.notNull().defaultTo(0))
      .execute()
}
