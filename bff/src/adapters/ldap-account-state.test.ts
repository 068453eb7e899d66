import { expect, test } from 'vitest'
import { accountStateIn } from './ldap-account-state.ts'

const diagnostic = (code: string) =>
  `80090308: LdapErr: DSID-0C09056D, comment: AcceptSecurityContext error, data ${code}, v4563`

test.each([
  ['52e', 'rejected'],
  ['525', 'rejected'],
  ['775', 'rejected'],
  ['532', 'password-expired'],
  ['773', 'password-must-change'],
  ['533', 'account-disabled'],
  ['701', 'account-expired'],
  ['530', 'sign-in-not-allowed'],
  ['531', 'sign-in-not-allowed'],
  ['52E', 'rejected'],
  ['568', 'rejected'],
] as const)('data %s means %s', (code, meaning) => {
  expect(accountStateIn(diagnostic(code))).toBe(meaning)
})

test.each(['', 'invalid credentials', 'data', '532', 'metadata 532x'])(
  '%j, which has no sub-code, is a plain refusal',
  (text) => {
    expect(accountStateIn(text)).toBe('rejected')
  },
)
