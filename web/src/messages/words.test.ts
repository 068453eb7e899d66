import { problemStatus } from '@muster/shared/problem'
import { RefusalCode } from '@muster/shared/step'
import { expect, test } from 'vitest'
import { laterMessages } from './later.ts'
import { messages } from './messages.ts'

test('every problem of the contract has its words, and no others', () => {
  expect([...Object.keys(messages.problems), ...Object.keys(laterMessages.problems)].toSorted()).toEqual(
    Object.keys(problemStatus).toSorted(),
  )
})

test('every refusal says what happened and what to do', () => {
  for (const code of RefusalCode.options)
    expect(laterMessages.refused[code]).toMatchObject({ title: expect.any(String), text: expect.any(String) })
})

test('the sentences that the standard prescribes stand word for word', () => {
  expect(messages.problems['sign-in-failed']({ reference: 'ABCD-EFGH' })).toBe(
    "We couldn't sign you in. Check your user name, domain and password. If it keeps happening, contact your help desk. Reference ABCD-EFGH.",
  )
  expect(messages.problems.unavailable).toBe(
    'Our sign-in service is having trouble. Nothing was registered. Try again in a minute.',
  )
  expect(messages.problems['password-expired']).toBe(
    'Your password is correct but has expired. Change it, then start again.',
  )
  expect(messages.problems['password-must-change']).toBe(
    'Your password is correct but must be changed. Change it, then start again.',
  )
})

test('the e-mail verification code is never called a factor of multi-factor authentication', () => {
  const { emailCode, enrolled } = laterMessages
  expect(JSON.stringify([emailCode, enrolled.proven['email-code']])).not.toMatch(/\bMFA\b|multi-factor|two-factor/i)
})
