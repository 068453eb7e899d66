/** How often each thing was seen. */
export type Tally = {
  count(what: string, ...of: readonly string[]): void
  /** Of one kind, most often first. */
  of(what: string): readonly (readonly [name: string, times: number])[]
  total(what: string): number
}

export const createTally = (): Tally => {
  const kinds = new Map<string, Map<string, number>>()
  const of: Tally['of'] = (what) => [...(kinds.get(what) ?? [])].toSorted(([, one], [, other]) => other - one)
  return {
    count: (what, ...names) => {
      const counts = kinds.get(what) ?? new Map<string, number>()
      for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
      kinds.set(what, counts)
    },
    of,
    total: (what) => of(what).reduce((sum, [, times]) => sum + times, 0),
  }
}

/** `name times` in columns, for people. */
export const inColumns = (rows: readonly (readonly [string, number])[]): string =>
  rows.map(([name, times]) => `  ${String(times).padStart(8)}  ${name}`).join('\n')
