/** What a call asked its store, and how it was answered. */
export type RecordedCall = {
  readonly path: string
  readonly statements: readonly { readonly sql: string; readonly parameters: readonly unknown[] }[]
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
}

/** Parameters that are an enrollment's own carry this in place of what they were; `{}` becomes who asks. */
const own = (text: string): string => `${text}~{}`
export const ownOf = (value: unknown, who: string): unknown =>
  typeof value === 'string' && value.endsWith('~{}') ? value.replace('~{}', `~${who}`) : value

/**
 * Two recordings of one enrollment → one that can be repeated: a text that differs between the two is each enrollment's
 * own. Numbers stay: they are times and counts. @throws where the two did not ask the same.
 */
export const repeatable = (first: readonly RecordedCall[], second: readonly RecordedCall[]): readonly RecordedCall[] =>
  first.map((call, index) => {
    const other = second[index]
    const texts = ({ statements }: RecordedCall): string => statements.map(({ sql }) => sql).join('\n')
    if (other === undefined || texts(other) !== texts(call))
      throw new Error(`${call.path} asked its store something else the second time`)
    return {
      ...call,
      statements: call.statements.map(({ sql, parameters }, at) => ({
        sql,
        parameters: parameters.map((value, place) =>
          typeof value === 'string' && value !== other.statements[at]?.parameters[place] ? own(value) : value,
        ),
      })),
    }
  })
