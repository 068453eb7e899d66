// The floor under the portal, a process of its own: a bare `node:http` server that reads the body, asks the store what the
// portal asked it for the same call, through the same driver, and answers the same bytes; then it asks what the call's
// mail asked. Nothing else.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import pg from 'pg'
import { ownOf, type RecordedCall } from './recording.ts'

const [recording = '', store = ''] = process.argv.slice(2)
const recorded: readonly RecordedCall[] = JSON.parse(readFileSync(recording, 'utf8'))
const calls = new Map(recorded.map((call) => [call.path, call]))

type Ask = (statements: RecordedCall['statements'], who: string) => Promise<void>

const bindable = (value: unknown): SQLInputValue =>
  typeof value === 'string' || typeof value === 'number' ? value : null

const sqlite = (file: string): Ask => {
  const database = new DatabaseSync(file, { timeout: 1000 })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  const prepared = new Map<string, StatementSync>()
  // A transaction of SQLite's is alone on its connection, as it is in the portal.
  return async (statements, who) => {
    for (const { sql, parameters } of statements) {
      const statement = prepared.get(sql) ?? database.prepare(sql)
      prepared.set(sql, statement)
      statement.all(...parameters.map((value) => bindable(ownOf(value, who))))
    }
  }
}

const postgres = (connectionString: string): Ask => {
  const pool = new pg.Pool({ connectionString, max: 16 })
  const names = new Map<string, string>()
  return async (statements, who) => {
    let client: pg.PoolClient | undefined
    for (const { sql, parameters } of statements) {
      const name = names.get(sql) ?? `floor-${names.size}`
      names.set(sql, name)
      // The ends of a transaction are not prepared, as in the portal.
      const query = /^(begin|commit|rollback)$/.test(sql)
        ? sql
        : { name, text: sql, values: parameters.map((value) => ownOf(value, who)) }
      if (sql === 'begin') client = await pool.connect()
      await (client ?? pool).query(query)
      if (sql === 'commit' || sql === 'rollback') {
        client?.release()
        client = undefined
      }
    }
  }
}

const ask = store.startsWith('sqlite:') ? sqlite(store.slice('sqlite:'.length)) : postgres(store)

const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (piece: string) => (body += piece))
  request.on('end', () => {
    const call = calls.get(request.url ?? '')
    if (call === undefined) return void response.writeHead(404).end()
    JSON.parse(body)
    const who = String(request.headers['x-forwarded-for'])
    ask(call.statements, who).then(
      () => {
        response.writeHead(call.status, [...call.headers]).end(call.body)
        // A floor that cannot do what it should is none: the error ends it, and the bench with it.
        setImmediate(() => void ask(call.beside, who))
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 })
})
process.once('disconnect', () => process.exit(0))
