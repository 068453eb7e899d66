// Loaded before the portal: writes down, line by line, what it asks its store on behalf of a call, so that the floor can
// ask the same. What the sealer asks by itself is left out.
import { AsyncLocalStorage } from 'node:async_hooks'
import { appendFileSync } from 'node:fs'
import { Server } from 'node:http'
import { StatementSync } from 'node:sqlite'
import pg from 'pg'

const file = process.env['MUSTER_BENCH_RECORD'] ?? '/dev/null'
const call = new AsyncLocalStorage<string>()
const isShared = (process.env['MUSTER_STORE'] ?? '').startsWith('sqlite:')
const shares: Readonly<Record<string, string>> = { 'savepoint own': 'begin immediate', 'release own': 'commit' }

const note = (sql: string, parameters: readonly unknown[]): void => {
  const asked = call.getStore()
  if (asked === undefined) return
  // SQLite's commits are shared, and nobody's own; a call's own transactions are its savepoints.
  if (['begin immediate', 'commit'].includes(sql) && parameters.length === 0 && isShared) return
  const own = isShared ? (shares[sql] ?? sql) : sql
  appendFileSync(file, `${JSON.stringify({ call: asked, sql: own, parameters })}\n`)
}

const emit = Server.prototype.emit
Server.prototype.emit = function emitInCall(event: string | symbol, ...rest: unknown[]) {
  const [request] = rest
  const url = typeof request === 'object' && request !== null && 'url' in request ? String(request.url) : ''
  const go = (): boolean => Reflect.apply(emit, this, [event, ...rest])
  return event === 'request' && url.startsWith('/api/') ? call.run(url, go) : go()
}

const { all, run } = StatementSync.prototype
StatementSync.prototype.all = function allNoted(...parameters: readonly unknown[]) {
  note(this.sourceSQL, parameters)
  return Reflect.apply(all, this, parameters)
}
StatementSync.prototype.run = function runNoted(...parameters: readonly unknown[]) {
  note(this.sourceSQL, parameters)
  return Reflect.apply(run, this, parameters)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** One statement, as a text or with values, or several that go in one piece. */
const noteAsked = (asked: unknown): void => {
  if (typeof asked === 'string') note(asked, [])
  if (!isObject(asked)) return
  if (Array.isArray(asked['queries'])) asked['queries'].forEach(noteAsked)
  else if (typeof asked['text'] === 'string') note(asked['text'], Array.isArray(asked['values']) ? asked['values'] : [])
}

const query: (...given: unknown[]) => unknown = pg.Client.prototype.query
Object.assign(pg.Client.prototype, {
  query(this: unknown, ...given: readonly unknown[]) {
    noteAsked(given[0])
    return Reflect.apply(query, this, given)
  },
})
