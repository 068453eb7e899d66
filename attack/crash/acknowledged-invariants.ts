import { type EnrollmentRow, type Invariant, ofAcknowledged } from './invariant.ts'
import { ranks } from './journal.ts'

const rankOf = ({ body }: EnrollmentRow): number => {
  const { kind, now } = body.state
  if (kind === 'challenged') return now?.codeId === undefined ? ranks.password : ranks['email-code']
  return { identifying: ranks.identify, 'choosing-device': ranks.device, enrolled: ranks.enrolled }[kind] ?? -1
}

/** What a page was told was proven → the audit's word for it. */
const auditOfProof: Readonly<Record<string, string>> = {
  password: 'auth.password.ok',
  entra: 'auth.entra.ok',
  'entra-mfa': 'auth.entra.ok',
  'email-code': 'code.ok',
}

/** What the portal has said stays true (STANDARD 10.1). */
export const acknowledgedInvariants: readonly Invariant[] = [
  {
    rule: 'an acknowledged step is still there, or further',
    broken: ofAcknowledged((entry, row) => rankOf(row) >= ranks[entry.furthest]),
  },
  {
    rule: 'an acknowledged device exists, once',
    broken: ofAcknowledged(({ deviceId }, _, view) => deviceId === undefined || view.devices(deviceId) === 1),
  },
  {
    rule: 'an acknowledged proof has its audit row',
    broken: ofAcknowledged(({ proven }, { id }, view) =>
      proven.every((proof) => view.told(id, auditOfProof[proof] ?? proof).length > 0),
    ),
  },
  {
    rule: 'a code that was said to be wrong has cost its try',
    broken: ofAcknowledged(
      ({ wrongCodes }, { id }, view) => view.codesOf(id).reduce((sum, { tries }) => sum + tries, 0) >= wrongCodes,
    ),
  },
  {
    rule: 'a code that was said to be wrong has its audit row',
    broken: ofAcknowledged(({ wrongCodes }, { id }, view) => view.told(id, 'code.wrong').length >= wrongCodes),
  },
  {
    rule: 'a token that was taken is known to be used',
    broken: ({ rows, acknowledged }) => {
      const used = new Set(rows.used_token.map(({ id }) => id.slice(id.indexOf(':') + 1)))
      return acknowledged.flatMap(({ tokens }) => tokens.filter((token) => !used.has(token)))
    },
  },
]
