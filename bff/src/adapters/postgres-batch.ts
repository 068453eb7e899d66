import pg from 'pg'

/** What pg's client tells of an answer as it comes in, the same for each that can be submitted to it. */
type Submitted = {
  readonly text: string
  handleRowDescription(message: unknown): void
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, connection: pg.Connection): void
  handleEmptyQuery(connection: pg.Connection): void
  handleReadyForQuery(connection: pg.Connection): void
  /** Where the client puts its ways to read values. */
  readonly _result: object
}
declare module 'pg' {
  // oxlint-disable-next-line typescript/no-explicit-any -- as declared there
  interface Query<R extends pg.QueryResultRow = any, I extends any[] = any> extends Submitted {
    name?: string
    queryMode?: 'extended'
  }
  interface Connection {
    /** Statements that the server was asked to parse and has not said it did, by name. */
    readonly submittedNamedStatements: Readonly<Record<string, string>>
  }
  interface ClientBase {
    readonly connection: Connection
    /** As the pool and its address say; ms, 0 for none. */
    readonly connectionParameters: { readonly query_timeout?: unknown; readonly statement_timeout?: unknown }
  }
}

/** With a name it stays planned on its connection. */
export type NamedStatement = { readonly name?: string; readonly text: string; readonly values: readonly unknown[] }

type Ended = (error: Error | null | undefined, result?: pg.QueryResult) => void

/** In the extended protocol. A text pg takes as it is; what describes a query it copies, property by property. */
const queryOf = ({ name, text, values }: NamedStatement, ended: Ended): pg.Query => {
  const query = new pg.Query(text, [...values], ended)
  if (name !== undefined) query.name = name
  query.queryMode = 'extended'
  return query
}

/** For `client.query`. `ended` hears of the first error, or of the last statement's result. */
class Batch implements pg.Submittable {
  /** pg puts its own before it, to measure the time. */
  callback: Ended
  readonly queries: readonly pg.Query[]
  readonly #last: pg.Query
  #at = 0
  #isRefused = false
  /** Where pg looks for it; ms. */
  readonly query_timeout: number

  constructor(ahead: readonly NamedStatement[], last: NamedStatement, timeout: number, ended: Ended) {
    this.callback = ended
    this.query_timeout = timeout
    const told: Ended = (error, result) => {
      this.#isRefused ||= result === undefined
      this.callback(error, result)
    }
    this.#last = queryOf(last, told)
    this.queries = [...ahead.map((one) => queryOf(one, told)), this.#last]
  }
  get #current(): pg.Query {
    return this.queries[this.#at] ?? this.#last
  }
  /** Of the statement whose answer comes in: the client keeps by it what is parsed. */
  get name(): string | undefined {
    return this.#current.name
  }
  get text(): string {
    return this.#current.text
  }
  get _result(): object {
    return this.#last._result
  }
  submit(connection: pg.Connection): void {
    const unsynced: pg.Connection = Object.create(connection, { sync: { value: () => undefined } })
    // As pg does: the sockets of an edge runtime have none.
    const stream: { cork?: () => void; uncork?: () => void } = connection.stream
    stream.cork?.()
    try {
      for (const query of this.queries) {
        query.submit(query === this.#last ? connection : unsynced)
        // One whose values cannot be written: nothing behind it may be done, the commit least of all.
        if (!this.#isRefused) continue
        if (query !== this.#last) connection.sync()
        break
      }
    } finally {
      stream.uncork?.()
    }
  }
  handleRowDescription(message: unknown): void {
    this.#current.handleRowDescription(message)
  }
  handleDataRow(message: unknown): void {
    this.#current.handleDataRow(message)
  }
  handleCommandComplete(message: unknown, connection: pg.Connection): void {
    this.#current.handleCommandComplete(message, connection)
    this.#at += 1
  }
  handleEmptyQuery(connection: pg.Connection): void {
    this.#current.handleEmptyQuery(connection)
    this.#at += 1
  }
  handleError(error: Error): void {
    this.callback(error)
  }
  handleReadyForQuery(connection: pg.Connection): void {
    this.#last.handleReadyForQuery(connection)
  }
}

/**
 * ms that the client waits for so many statements. The server's own limit starts anew with each of them, and must be met
 * first: what the client gives up a server that only waits for a lock does all the same, and commits it.
 */
const patience = ({ connectionParameters: given }: pg.ClientBase, ahead: number): number => {
  const [answer, statement] = [Number(given.query_timeout ?? 0), Number(given.statement_timeout ?? 0)]
  return answer === 0 ? 0 : answer + ahead * statement
}

/**
 * Asks the server for a statement, and for those that go ahead of it in one piece with it: that costs one round trip,
 * and one write to the socket. Behind the last stands the only Sync, and where one fails the server does nothing until
 * then (PostgreSQL, Message Flow, "Pipelining"): what follows a `begin` that fails is never done by itself. Gives the
 * last one's result; rejects with the first error, after which {@link isConfused} tells whether the line can be used.
 */
export const ask = (
  client: pg.ClientBase,
  last: NamedStatement,
  ahead: readonly NamedStatement[] = [],
): Promise<pg.QueryResult> =>
  new Promise((resolve, reject) => {
    const ended: Ended = (error, result) => {
      if (result === undefined) reject(error ?? new Error('no result'))
      else resolve(result)
    }
    client.query(
      ahead.length === 0 ? queryOf(last, ended) : new Batch(ahead, last, patience(client, ahead.length), ended),
    )
  })

/**
 * Whether client and server may mean different things by a name. Behind a failure PostgreSQL has not read what was to be
 * parsed, but a pooler in front of it (PgBouncer) has, and breaks with who asks for it again.
 */
export const isConfused = ({ connection }: pg.ClientBase): boolean =>
  Object.keys(connection.submittedNamedStatements).length > 0
