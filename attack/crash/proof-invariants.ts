import type { StoredRows } from './stored-rows.ts'
import type { StoredView } from './stored-view.ts'
import { type Invariant, metIn, ofCodes, ofEnrollments, repeated } from './invariant.ts'

const isOpen = ({ used_at: usedAt, digest }: StoredRows['one_time_code'][number]): boolean =>
  usedAt === null || digest !== ''
const rightCodes = ({ rows }: StoredView): readonly string[] =>
  rows.audit.filter(({ type }) => type === 'code.ok').map(({ data }) => String(data['code']))

/** No code is used twice (STANDARD 5.1, 5.2). */
const codes: readonly Invariant[] = [
  {
    rule: 'a code is right once',
    broken: (view) => repeated(rightCodes(view)),
  },
  {
    rule: 'a code that was right is used',
    broken: (view) => {
      const used = new Set(view.rows.one_time_code.filter((code) => !isOpen(code)).map(({ id }) => id))
      return rightCodes(view).filter((id) => !used.has(id))
    },
  },
  {
    rule: 'what a code proves, one code of that enrollment has proven',
    broken: ofEnrollments((row, view) => {
      const right = view.told(row.id, 'code.ok').map(({ data }) => data['code'])
      const own = view.codesOf(row.id).map(({ id }) => id)
      const expected = metIn(row).filter((kind) => kind === 'email-code').length
      return right.length === expected && right.every((code) => own.some((id) => id === code))
    }),
  },
  { rule: 'nobody has more than five tries at a code', broken: ofCodes(({ tries }) => tries <= 5) },
  {
    rule: 'a used code is wiped',
    broken: ofCodes(({ used_at: usedAt, digest }) => usedAt === null || digest === ''),
  },
  {
    rule: 'no code can be used but the one that is asked for',
    broken: ofCodes((code, view) => {
      const asked = view.enrollment(code.enrollment_id)?.body.state.now?.codeId
      return !isOpen(code) || asked === code.id
    }),
  },
  {
    rule: 'a code that is asked for can be used',
    broken: ofEnrollments(({ id, body }, view) => {
      const asked = body.state.now?.codeId
      return asked === undefined || view.codesOf(id).some((code) => code.id === asked && isOpen(code))
    }),
  },
  {
    rule: 'a code has its one mail',
    broken: ofCodes(({ id, enrollment_id: owner }, view) => {
      return view.mailsOf(owner).filter((mail) => mail.code_id === id).length === 1
    }),
  },
  {
    rule: 'a code’s sending is in the audit, once',
    broken: ofCodes(({ id, enrollment_id: owner }, view) => {
      return view.told(owner, 'code.sent').filter(({ data }) => data['code'] === id).length === 1
    }),
  },
]

const countBy = (rows: readonly { readonly account_id: string }[]): ReadonlyMap<string, number> =>
  new Map([...Map.groupBy(rows, (row) => row.account_id)].map(([account, group]) => [account, group.length]))

/** No token or nonce is used twice (STANDARD 2.1, 2.2). */
const tokens: readonly Invariant[] = [
  {
    rule: 'every sign-in at Entra used up a token of each kind',
    broken: ({ rows }) => {
      const signIns = countBy(rows.audit.filter(({ type }) => type === 'auth.entra.ok'))
      const used = ['id-token:', 'access-token:'].map((kind) =>
        countBy(rows.used_token.filter(({ id }) => id.startsWith(kind))),
      )
      const accounts = new Set([signIns, ...used].flatMap((counts) => [...counts.keys()]))
      return [...accounts].filter((account) => used.some((counts) => counts.get(account) !== signIns.get(account)))
    },
  },
  {
    rule: 'what a sign-in at Entra proves, one sign-in has proven',
    broken: ofEnrollments((row, view) => {
      const expected = metIn(row).filter((kind) => kind === 'entra-sign-in').length
      return view.told(row.id, 'auth.entra.ok').length === expected
    }),
  },
  {
    rule: 'no nonce stands in two enrollments',
    broken: ({ rows }) => repeated(rows.enrollment.flatMap(({ body }) => body.state.now?.nonce ?? [])),
  },
]

export const proofInvariants: readonly Invariant[] = [...codes, ...tokens]
