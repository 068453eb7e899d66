import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import * as z from 'zod/mini'

const Proofs = z.array(z.string())

/** As much of an enrollment's body as the invariants speak of. */
const Body = z.object({
  state: z.object({
    kind: z.string(),
    plan: z.optional(z.object({ challenges: z.array(z.object({ kind: z.string() })) })),
    met: z.optional(Proofs),
    now: z.optional(z.object({ nonce: z.optional(z.string()), codeId: z.optional(z.string()) })),
    confirmation: z.optional(z.object({ proven: Proofs, mail: z.optional(z.string()) })),
    device: z.optional(z.object({ id: z.string() })),
  }),
})

const json = <T extends z.ZodMiniType>(schema: T) =>
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text): unknown => JSON.parse(text)),
    ),
    schema,
  )

const tables = {
  enrollment: z.object({
    id: z.string(),
    account_id: z.string(),
    reference: z.string(),
    body: json(Body),
    code_id: z.nullable(z.string()),
  }),
  device: z.object({
    id: z.string(),
    account_id: z.string(),
    enrollment_id: z.string(),
    factors_counted: z.int(),
    proven: json(Proofs),
  }),
  one_time_code: z.object({
    id: z.string(),
    enrollment_id: z.string(),
    digest: z.string(),
    tries: z.int(),
    used_at: z.nullable(z.int()),
  }),
  outbox: z.object({ id: z.string(), enrollment_id: z.string(), code_id: z.nullable(z.string()) }),
  used_token: z.object({ account_id: z.string(), id: z.string() }),
  audit: z.object({
    account_id: z.string(),
    enrollment_id: z.nullable(z.string()),
    type: z.string(),
    data: json(z.record(z.string(), z.unknown())),
  }),
} as const

type Tables = typeof tables
/** Every row that the invariants speak of, at one moment. */
export type StoredRows = { readonly [T in keyof Tables]: readonly z.infer<Tables[T]>[] }

type Select = (statement: string) => Promise<readonly unknown[]>

const readAll = async (select: Select): Promise<StoredRows> => {
  const read = async <T extends z.ZodMiniObject>(name: keyof Tables, row: T) =>
    z.array(row).parse(await select(`select ${Object.keys(row.shape).join(', ')} from ${name}`))
  return {
    enrollment: await read('enrollment', tables.enrollment),
    device: await read('device', tables.device),
    one_time_code: await read('one_time_code', tables.one_time_code),
    outbox: await read('outbox', tables.outbox),
    used_token: await read('used_token', tables.used_token),
    audit: await read('audit', tables.audit),
  }
}

const fromSqlite = async (file: string): Promise<StoredRows> => {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  try {
    database.exec('begin')
    return await readAll(async (statement) => database.prepare(statement).all())
  } finally {
    database.close()
  }
}

const fromPostgres = async (url: string): Promise<StoredRows> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    return await readAll(async (statement) => {
      const { rows } = await client.query<Readonly<Record<string, unknown>>>(statement)
      // bigint comes as text; the only one read here is a time
      return rows.map((row) => (typeof row['used_at'] === 'string' ? { ...row, used_at: Number(row['used_at']) } : row))
    })
  } finally {
    await client.end()
  }
}

/** Reads a store past the product, as of one moment. `store`: `sqlite:/path` or `postgres://…`, as the portal is told it. */
export const readStoredRows = (store: string): Promise<StoredRows> =>
  store.startsWith('sqlite:') ? fromSqlite(store.slice('sqlite:'.length)) : fromPostgres(store)
