import type { Account } from '../domain/account.ts'

/** JSON with its keys in one order, so that equal values give equal texts. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

/** The names of the settings in which two versions of an account differ. */
export const changedFields = (before: Account | undefined, after: Account): readonly string[] => {
  const texts = (account: Account | undefined) =>
    new Map(Object.entries(account ?? {}).map(([name, value]) => [name, canonical(value)]))
  const [old, fresh] = [texts(before), texts(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((name) => old.get(name) !== fresh.get(name)).sort()
}
