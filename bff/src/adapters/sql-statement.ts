import { type Compilable, type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from './sql-schema.ts'
import { type AskedQuery, moved, type SqlSession } from './sql-session.ts'

/** Where values will stand: what a statement is put together from, in the shape of what it is asked with. */
type Slots<V> = [V] extends [readonly (infer Item)[]]
  ? readonly Slots<Item>[]
  : [V] extends [object]
    ? { readonly [Key in keyof V]: Slots<Exclude<V[Key], undefined>> }
    : RawBuilder<V>

/** What a statement is put together with. */
type Making = Pick<SqlSession, 'db' | 'engine' | 'clock'> & {
  /** As {@link SqlSession.now}, with a slot for what comes later. */
  now(later?: RawBuilder<number>): RawBuilder<number>
}

type Ask<V, R> = (session: SqlSession, db: Kysely<Database>, values: V) => Promise<R>
type Put<V> = (making: Making, slots: Slots<V>) => Compilable

/** Stands among a compiled statement's parameters for one of the values. */
class Place {
  readonly of: (values: readonly unknown[], session: SqlSession) => unknown
  constructor(of: Place['of']) {
    this.of = of
  }
}
const offset = new Place((_values, session) => session.offset())

const isList = (value: object): value is readonly unknown[] => Array.isArray(value)

/** What may not differ without making another statement: everything but the values, which are gathered in `into`. */
const shapeOf = (asked: unknown, into: unknown[]): string => {
  if (typeof asked !== 'object' || asked === null) {
    into.push(asked)
    return '.'
  }
  if (isList(asked)) {
    let shape = '['
    for (const item of asked) shape += shapeOf(item, into)
    return `${shape}]`
  }
  let shape = '{'
  for (const [name, value] of Object.entries(asked)) shape += `${name}${shapeOf(value, into)}`
  return `${shape}}`
}

/** The same walk, which leaves a slot at each value. */
const slotsOf = (asked: unknown, next: () => number): unknown => {
  if (typeof asked !== 'object' || asked === null) {
    const index = next()
    return sql.val(new Place((values) => values[index]))
  }
  if (isList(asked)) return asked.map((item) => slotsOf(item, next))
  return Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, slotsOf(value, next)]))
}

/** SQLite plans anew, at each asking, what has a bare parameter there. */
const isPlannedAnew = (text: string): boolean => /\b(limit|offset) [?$]/.test(text)

/** Puts a statement together once for each session and shape, and gives it with its values. */
const madeOnce = <V extends object>(put: Put<V>): ((session: SqlSession, asked: V) => CompiledQuery) => {
  const made = new WeakMap<SqlSession, Map<string, CompiledQuery>>()
  const make = ({ db, engine, clock }: SqlSession, asked: V): CompiledQuery => {
    const now: Making['now'] = (later) => moved(clock, offset, ...(later === undefined ? [] : [later]))
    let count = 0
    // oxlint-disable-next-line typescript/consistent-type-assertions -- the same walk over the same value
    const slots = slotsOf(asked, () => count++) as Slots<V>
    const query = put({ db, engine, clock, now }, slots).compile()
    if (isPlannedAnew(query.sql)) throw new Error(`a literal or a cast is wanted after limit and offset: ${query.sql}`)
    return query
  }
  const madeFor = (session: SqlSession, shape: string, asked: V): CompiledQuery => {
    let shapes = made.get(session)
    if (shapes === undefined) made.set(session, (shapes = new Map()))
    let query = shapes.get(shape)
    if (query === undefined) shapes.set(shape, (query = make(session, asked)))
    return query
  }
  return (session, asked) => {
    const values: unknown[] = []
    const compiled = madeFor(session, shapeOf(asked, values), asked)
    const parameters = compiled.parameters.map((one) => (one instanceof Place ? one.of(values, session) : one))
    return { ...compiled, parameters }
  }
}

/**
 * A statement of the hot path. Putting it together and compiling it costs more than asking it; so that is done once for
 * each session and each shape of what it is asked with (which names are there, and how many are in each list), and the
 * values come to it later. Names that are not there are not in the shape either. Rows are for the caller to parse. It
 * rejects what SQLite would plan anew.
 */
export const statement = <V extends object>(put: Put<V>): Ask<V, readonly unknown[]> => {
  const queryOf = madeOnce(put)
  return async (session, db, asked) => (await db.executeQuery(queryOf(session, asked))).rows
}

/** The same for what nobody waits to hear of, as {@link AskedQuery} says. */
export const unheard = <V extends object>(put: Put<V>): Ask<V, void> => {
  const queryOf = madeOnce(put)
  return async (session, db, asked) => {
    const query: AskedQuery = { ...queryOf(session, asked), isUnheard: true }
    await db.executeQuery(query)
  }
}

/** A statement that is written out. */
export const writtenOut = (query: RawBuilder<unknown>, { db }: Pick<Making, 'db'>): Compilable => ({
  compile: () => query.compile(db),
})
