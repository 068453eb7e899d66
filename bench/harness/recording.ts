type Statements = readonly { readonly sql: string; readonly parameters: readonly unknown[] }[]

/** What a call asked its store, and how it was answered. `beside`: what its mail asked, which no answer waits for. */
export type RecordedCall = {
  readonly path: string
  readonly statements: Statements
  readonly beside: Statements
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
}

/** Parameters that are an enrollment's own carry this in place of what they were; `{}` becomes who asks. */
const own = (text: string): string => `${text}~{}`
export const ownOf = (value: unknown, who: string): unknown =>
  typeof value === 'string' && value.endsWith('~{}') ? value.replace('~{}', `~${who}`) : value

/** What the outbox asks, whoever it was that nudged it. */
export const isOfOutbox = (sql: string): boolean =>
  /^(select "id" from "outbox"|update "outbox" set ("attempt"|[^(]* where "id" =))/.test(sql)

const repeated = (path: string, first: Statements, second: Statements | undefined): Statements => {
  const texts = (of: Statements): string => of.map(({ sql }) => sql).join('\n')
  if (second === undefined || texts(first) !== texts(second))
    throw new Error(`${path} asked its store something else the second time`)
  return first.map(({ sql, parameters }, at) => ({
    sql,
    parameters: parameters.map((value, place) =>
      typeof value === 'string' && value !== second[at]?.parameters[place] ? own(value) : value,
    ),
  }))
}

/**
 * Two recordings of one enrollment → one that can be repeated: a text that differs between the two is each enrollment's
 * own. Numbers stay: they are times and counts. @throws where the two did not ask the same.
 */
export const repeatable = (first: readonly RecordedCall[], second: readonly RecordedCall[]): readonly RecordedCall[] =>
  first.map((call, index) => {
    const { path, statements, beside } = call
    const other = second[index]
    return {
      ...call,
      statements: repeated(path, statements, other?.statements),
      beside: repeated(path, beside, other?.beside),
    }
  })
