import pg from 'pg'

export type Row = Readonly<Record<string, unknown>>

/** The portal's PostgreSQL, past the portal. */
export type Database = {
  rows(sql: string, ...parameters: readonly unknown[]): Promise<readonly Row[]>
  /** How often each type of audit line was written, for the enrollment with this reference. */
  auditOf(reference: unknown): Promise<readonly { readonly type: string; readonly data: Row }[]>
  /** Lets the store's time pass for limits, budgets, codes and cookies: whatever they wait for comes nearer. ms. */
  age(ms: number): Promise<void>
  /** Every value of every row of every table, as text. */
  everything(): Promise<readonly { readonly table: string; readonly text: string }[]>
  /** Holds a table so that nobody else can use it, until the function it gives is called. */
  lock(table: string): Promise<() => Promise<void>>
  close(): Promise<void>
}

const moments = [
  ['rate_limit', 'arrival_at'],
  ['attempt_budget', 'ends_at'],
  ['one_time_code', 'issued_at'],
  ['one_time_code', 'expires_at'],
  ['enrollment', 'previous_cookie_until'],
  ['hand_over', 'expires_at'],
] as const

const isRecord = (value: unknown): value is Row => typeof value === 'object' && value !== null

export const openDatabase = (url: string): Database => {
  const pool = new pg.Pool({ connectionString: url, max: 3 })
  // A connection that is cut while it rests is opened again when it is needed.
  pool.on('error', () => undefined)
  const rows = async (sql: string, ...parameters: readonly unknown[]): Promise<readonly Row[]> =>
    (await pool.query<Row>(sql, [...parameters])).rows
  return {
    rows,
    auditOf: async (reference) => {
      const found = await rows(
        'select a.type, a.data from audit a join enrollment e on e.id = a.enrollment_id where e.reference = $1 order by a.id',
        reference,
      )
      return found.map(({ type, data }) => {
        const parsed: unknown = JSON.parse(String(data))
        return { type: String(type), data: isRecord(parsed) ? parsed : {} }
      })
    },
    age: async (ms) => {
      for (const [table, column] of moments) await rows(`update ${table} set ${column} = ${column} - $1`, ms)
    },
    everything: async () => {
      const tables = await rows("select table_name from information_schema.tables where table_schema = 'public'")
      const dumped = await Promise.all(
        tables.map(async ({ table_name: table }) =>
          (await rows(`select t::text as text from "${String(table)}" t`)).map(({ text }) => ({
            table: String(table),
            text: String(text),
          })),
        ),
      )
      return dumped.flat()
    },
    lock: async (table) => {
      const client = await pool.connect()
      await client.query('begin')
      await client.query(`lock table ${table} in access exclusive mode`)
      return async () => {
        await client.query('rollback')
        client.release()
      }
    },
    close: () => pool.end(),
  }
}
