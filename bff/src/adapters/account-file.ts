import type * as z from 'zod/mini'
import type { Account } from '../domain/account.ts'
import { claimUser } from '../domain/claimed-user.ts'
import { type AccountError, brokenRules } from './account-rules.ts'
import { AccountShape, settingNames } from './account-shape.ts'
import { nearest } from './nearest.ts'

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly AccountError[] }

type Issue = z.core.$ZodIssue

const pathOf = (parts: readonly PropertyKey[]): string =>
  parts.reduce<string>(
    (path, part) =>
      typeof part === 'number' ? `${path}[${part}]` : path === '' ? String(part) : `${path}.${String(part)}`,
    '',
  )

const valueAt = (value: unknown, parts: readonly PropertyKey[]): unknown =>
  parts.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).find(([key]) => key === String(part))?.[1]
        : undefined,
    value,
  )

const quoted = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ')

const words = (issue: Issue, value: unknown): string => {
  if (valueAt(value, issue.path) === undefined && issue.code !== 'unrecognized_keys') return 'is missing'
  // Where a schema has words of its own they are better than any made from the code.
  if (issue.message !== 'Invalid input' && issue.message !== '') return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected === 'int' ? 'whole number' : issue.expected}`
    case 'invalid_value':
      return `must be one of ${quoted(issue.values)}`
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'must not be empty'
      return issue.origin === 'array'
        ? `needs at least ${issue.minimum}`
        : `must be at least ${issue.minimum}${issue.origin === 'string' ? ' characters long' : ''}`
    case 'too_big':
      return issue.origin === 'array'
        ? `may hold at most ${issue.maximum}`
        : `must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters long' : ''}`
    default:
      return 'is not valid'
  }
}

const unknownSetting = (parts: readonly PropertyKey[], key: string): AccountError => {
  const meant = nearest(key, settingNames)
  return {
    path: pathOf([...parts, key]),
    message: `is not a setting${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
  }
}

const errorsOf = (issue: Issue, value: unknown): readonly AccountError[] => {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownSetting(issue.path, key))
  if (issue.path[0] === 'id' && valueAt(value, issue.path) !== undefined)
    return [
      {
        path: 'id',
        message:
          'must be 2 to 40 lower-case letters, digits and hyphens, and none of the names the portal keeps for itself',
      },
    ]
  return [{ path: pathOf(issue.path), message: words(issue, value) }]
}

/** User names as everything compares them (STANDARD 3.2). */
const canonical = (account: Account): Account => ({
  ...account,
  users: account.users.map((user) => {
    const claimed = claimUser(account, user.username, user.domain)
    return typeof claimed === 'string' ? user : { ...user, username: claimed.username, domain: claimed.domain }
  }),
})

/** One account as an administrator wrote it → the account, or everything that is wrong with it. */
export const parseAccount = (value: unknown): Parsed<Account> => {
  const shaped = AccountShape.safeParse(value)
  if (!shaped.success) {
    const errors = shaped.error.issues.flatMap((issue) => errorsOf(issue, value))
    return {
      ok: false,
      errors: errors.filter(({ path }, index) => errors.findIndex((other) => other.path === path) === index),
    }
  }
  const errors = brokenRules(shaped.data)
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: canonical(shaped.data) }
}

const within = (index: number, path: string): string =>
  path === '' || path.startsWith('[') ? `[${index}]${path}` : `[${index}].${path}`

/** The text of an account file: JSON of one account or of a list of them. */
export const parseAccountFile = (text: string): Parsed<readonly Account[]> => {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return {
      ok: false,
      errors: [{ path: '', message: `is not JSON: ${error instanceof Error ? error.message : String(error)}` }],
    }
  }
  if (!Array.isArray(value)) {
    const parsed = parseAccount(value)
    return parsed.ok ? { ok: true, value: [parsed.value] } : parsed
  }
  const parsed = value.map((one: unknown) => parseAccount(one))
  const accounts = parsed.flatMap((one) => (one.ok ? [one.value] : []))
  const errors = parsed.flatMap((one, index) =>
    one.ok ? [] : one.errors.map(({ path, message }) => ({ path: within(index, path), message })),
  )
  const twice = accounts.find(({ id }, index) => accounts.findIndex((other) => other.id === id) !== index)
  if (twice !== undefined) errors.push({ path: '', message: `holds the account "${twice.id}" twice` })
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: accounts }
}

/** The settings of a stored row: the rules held when they were applied. @throws when they are not an account's. */
export const parseAccountRow = (settings: string): Account => AccountShape.parse(JSON.parse(settings))
