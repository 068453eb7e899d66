import { type Kysely, sql } from 'kysely'

/**
 * What hardly a row has is indexed for those rows alone. SQLite keeps no count of nulls: once somebody ran ANALYZE, it took
 * an index of a million nulls for useless, and read the whole table for each call. The indexes of all rows that these take
 * the place of are dropped a version later: a version that runs beside still plans with them.
 */
export const indexWhatIsThere = async ({ schema }: Kysely<unknown>): Promise<void> => {
  for (const [index, columns, column] of [
    ['enrollment_with_previous_cookie_digest', ['previous_cookie_digest'], 'previous_cookie_digest'],
    ['enrollment_with_user_key', ['account_id', 'user_key'], 'user_key'],
  ] as const)
    await schema
      .createIndex(index)
      .on('enrollment')
      .columns([...columns])
      .where(sql<boolean>`${sql.ref(column)} is not null`)
      .execute()
}
